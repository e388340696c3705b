namespace SuperResolution.Workbench.Commands;

/// <summary>The folder that an option names for results: checked before the work, and not by its failure.</summary>
internal static class OutFolder
{
    private static readonly string[] files = [
        ".html", ".htm", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".csv", ".md", ".tex", ".ipynb", ".safetensors", ".pth", ".tar"];

    /// <summary>The folder, which need not exist.</summary>
    /// <param name="path">As it was given; null: none was.</param>
    /// <param name="what">What is written, as in "a report is a folder: …".</param>
    /// <exception cref="BadInputException">It names a file, or lies below one.</exception>
    public static string? Of(string? path, string what)
    {
        if (path is null || Directory.Exists(path)) return path;
        if (files.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new BadInputException($"'{path}' names a file, but {what}. Give the name of a folder.");
        for (var above = Path.GetFullPath(path.Length > 0 ? path : "."); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                throw new BadInputException($"'{path}' cannot be a folder, because '{above}' is a file; {what}. Give the name of " +
                    "a folder.");
        }
        return path;
    }
}
