using System.CommandLine;
using System.CommandLine.Parsing;
using SuperResolution.Platform;
using SuperResolution.Workbench;
using SuperResolution.Workbench.Commands;

Notices.Show = Console.WriteLine;

var root = new RootCommand("The super-resolution workbench: runs the notebooks, and what they are made of, from the command line.")
{
    RunCommand.Create(),
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
    var parsed = root.Parse(args);
    var saves = parsed.CommandResult.Command.Name == "train" || parsed.CommandResult.Parent is CommandResult { Command.Name: "sweep" };
    var time = saves ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2); // after Ctrl-C: a training finishes its step and saves
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = time });
}
catch (Exception error) when (BadInput.Explains(error))
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
