namespace SuperResolution.Workbench.Checks;

/// <summary>A font with the tables that a browser sets formulas with. Windows and macOS bring one.</summary>
/// <param name="folders">Where to look.</param>
internal sealed class MathFontCheck(IReadOnlyList<string> folders) : ICheck
{
    private static readonly string[] names = [
        "stix", "latinmodern-math", "xits", "libertinusmath", "asana", "dejavumath", "dejavu-math", "notosansmath", "texgyre"];

    public MathFontCheck()
        : this(["/usr/share/fonts", "/usr/local/share/fonts",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "fonts")])
    {
    }

    public string Title => "Font for formulas";

    public Task<CheckResult> RunAsync()
    {
        if (!OperatingSystem.IsLinux()) return Task.FromResult(CheckResult.Good("comes with the system"));
        var file = folders.Where(Directory.Exists).SelectMany(folder => FolderWalk.Files(folder))
            .FirstOrDefault(path => names.Any(name => Path.GetFileName(path).Contains(name, StringComparison.OrdinalIgnoreCase)));
        return Task.FromResult(file is null
            ? CheckResult.Lacking("none found: formulas in reports are readable, but their roots and brackets do not grow. Debian: 'apt " +
                "install fonts-stix'.")
            : CheckResult.Good(Path.GetFileName(file)));
    }
}
