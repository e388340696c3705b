namespace SuperResolution.Workbench;

/// <summary>This program, for others who start it: front ends, job schedulers, itself.</summary>
internal static class OwnProgram
{
    private const string Name = "workbench";

    /// <summary>How it is started, with absolute paths: whoever starts it has another PATH and another folder.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var program = Environment.ProcessPath ?? "dotnet";
            if (Is(Name)) return [program];
            // Neither itself nor .NET's host: a program that has it as a library.
            return [Is("dotnet") ? program : "dotnet", Path.Combine(AppContext.BaseDirectory, Name + ".dll")];

            bool Is(string name) => // with its whole name: 'Workbench.Tests' is another one
                Path.GetFileName(program) is var own && (own == name || own.Equals(name + ".exe", StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>When memory runs out, Linux shall end this process before others.</summary>
    public static void EndBeforeOthers()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/oom_score_adj", "600");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // then not
        }
    }
}
