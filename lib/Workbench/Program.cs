using System.CommandLine;
using System.CommandLine.Parsing;
using SuperResolution.Platform;
using SuperResolution.Workbench;
using SuperResolution.Workbench.Commands;

Terminal.Guard();
Notices.Show = Console.WriteLine;
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => // of a thread that nobody waits for
{
    if (unhandled.ExceptionObject is Exception error) Console.Error.WriteLine(BadInput.Sentence(error));
    Environment.Exit(1);
};

var root = new RootCommand("The super-resolution workbench: runs the notebooks, and what they are made of, from the command line.")
{
    RunCommand.Create(),
    RunCommand.CreateExecute(),
    ReportCommand.Create(),
    DataCommand.Create(),
    EvaluateCommand.Create(),
    PaperTablesCommand.Create(),
    UpscaleCommand.Create(),
    TrainCommand.Create(),
    SweepCommand.Create(),
    KernelCommand.Create(),
    CheckCommand.Create(),
};

try
{
    var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a picture may be called @cat.png
    var saves = parsed.CommandResult.Command.Name == "train" || parsed.CommandResult.Parent is CommandResult { Command.Name: "sweep" };
    var time = saves ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2); // after Ctrl-C: a training finishes its step and saves
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = time });
}
catch (OperationCanceledException stopped) when (stopped.InnerException is not TimeoutException)
{
    Console.Error.WriteLine("Stopped. What was finished is kept; the same command goes on from there.");
    return 130; // what a shell reports after Ctrl-C
}
catch (Exception error)
{
    Console.Error.WriteLine(BadInput.Sentence(error));
    return 1;
}
