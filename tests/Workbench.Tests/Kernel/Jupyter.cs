using System.Diagnostics;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>Debian's Jupyter with this kernel installed in a folder of its own.</summary>
internal sealed class Jupyter : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder folder = new();

    /// <summary>Skips the test where a module is missing.</summary>
    /// <param name="module">For example "nbconvert".</param>
    /// <param name="package">Debian's package of it.</param>
    public Jupyter(string module, string package)
    {
        Assert.SkipUnless(System.IO.File.Exists(Python) && Run(Python, ["-c", $"import {module}"]).Code == 0,
            $"needs {module} for {Python} (Debian: apt-get install {package})");
        var (code, said) = Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "workbench.dll"), "kernel", "install"]);
        Assert.True(code == 0, said);
    }

    public string Folder => folder.Path;

    public string File(string name) => folder.File(name);

    public (int Code, string Said) Run(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    public (int Code, string Said) RunPython(params string[] arguments) => Run(Python, ["-W", "ignore", .. arguments]);

    public Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["HOME"] = folder.Path; // nothing of the user's
        start.Environment["JUPYTER_DATA_DIR"] = folder.File("data");
        start.Environment["JUPYTER_CONFIG_DIR"] = folder.File("config");
        start.Environment["JUPYTER_RUNTIME_DIR"] = folder.File("runtime");
        start.Environment["SUPERRESOLUTION_BUDGET"] = "smoke";
        return Process.Start(start)!;
    }

    public void Dispose() => folder.Dispose();
}
