using System.CommandLine;
using SuperResolution.Workbench;
using SuperResolution.Workbench.Commands;

var root = new RootCommand("The super-resolution workbench: runs the notebooks, and what they are made of, from the command line.")
{
    RunCommand.Create(),
    DataCommand.Create(),
    EvaluateCommand.Create(),
    UpscaleCommand.Create(),
    TrainCommand.Create(),
};

try
{
    // After Ctrl-C a training finishes its step and saves; two seconds, the default, are not always enough for that.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
}
catch (Exception error) when (BadInput.Explains(error))
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
