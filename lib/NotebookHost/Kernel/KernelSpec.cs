using System.Text.Json;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Kernel;

/// <summary>How front ends learn of the kernel: a folder with <c>kernel.json</c> where Jupyter looks for kernels.</summary>
internal static class KernelSpec
{
    /// <summary>The name that is always installed.</summary>
    public const string Own = "csharp-research";

    /// <summary>The name in the notebooks' files: .NET Interactive's. Only installed where nobody else has it.</summary>
    public const string Shared = ".net-csharp";

    private const string Mark = "super-resolution-kit";
    private static readonly string[] Start = ["kernel", "start", "{connection_file}"];
    private static readonly JsonSerializerOptions readable = new() { WriteIndented = true };

    /// <summary>Where Jupyter looks for kernels, in its order: JUPYTER_PATH, the user's, the system's.</summary>
    public static IReadOnlyList<string> Places
    {
        get
        {
            var places = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
            places.Add(UserData());
            if (OperatingSystem.IsWindows())
                places.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter"));
            else places.AddRange(["/usr/local/share/jupyter", "/usr/share/jupyter"]);
            return [.. places.Select(place => Path.Combine(place, "kernels"))];
        }
    }

    /// <summary>The folder for kernels of a prefix, or of the user.</summary>
    public static string Target(string? prefix) =>
        Path.Combine(prefix is null ? UserData() : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter"), "kernels");

    /// <summary>Every kernel that Jupyter finds: its name, its folder, and whether it is this kit's.</summary>
    public static IEnumerable<(string Name, string Folder, bool IsOurs)> Find(IEnumerable<string> places) =>
        from place in places
        where Directory.Exists(place)
        from folder in Directory.EnumerateDirectories(place).Order(StringComparer.Ordinal)
        where File.Exists(Path.Combine(folder, "kernel.json"))
        select (Path.GetFileName(folder).ToLowerInvariant(), folder, IsOurs(folder));

    /// <summary>Writes a kernel's folder.</summary>
    /// <returns>The folder.</returns>
    public static string Install(string place, string name)
    {
        var folder = Path.Combine(place, name);
        Directory.CreateDirectory(folder);
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. OwnProgram.Command.Concat(Start).Select(part => (JsonNode)part)]),
            ["display_name"] = name == Own ? "C# (super-resolution kit)" : ".NET (C#), super-resolution kit",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject
            {
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_GCHeapHardLimitPercent"] = "4B",
                ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_NOLOGO"] = "1"
            },
            ["metadata"] = new JsonObject { ["owner"] = Mark },
        };
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), spec.ToJsonString(readable) + "\n");
        return folder;
    }

    /// <summary>Whether a kernel's folder was written by this kit.</summary>
    public static bool IsOurs(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(
                Path.Combine(folder, "kernel.json")))?["metadata"]?["owner"]?.GetValue<string>() == Mark;
        }
        catch (Exception error) when (error is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// How a kernel of this kit's is started, by its folder: as <see cref="OwnProgram.Command"/> was where it was installed.
    /// </summary>
    public static IReadOnlyList<string> CommandOf(string folder) =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!["argv"]!.AsArray()
            .Select(part => part!.GetValue<string>()).SkipLast(Start.Length)];

    /// <summary>Whether a program can be started by its name.</summary>
    public static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private static string UserData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return chosen;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Path.Combine(home, ".local", "share"), "jupyter");
    }
}
