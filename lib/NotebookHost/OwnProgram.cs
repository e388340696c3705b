using System.Diagnostics;

namespace SuperResolution.Workbench;

/// <summary>This program, for others who start it: front ends, job schedulers, itself.</summary>
internal static class OwnProgram
{
    /// <summary>How it was started, with absolute paths: whoever starts it has another PATH and another folder.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var program = Environment.ProcessPath ?? Process.GetCurrentProcess().MainModule!.FileName;
            return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [program, typeof(OwnProgram).Assembly.Location] : [program];
        }
    }
}
