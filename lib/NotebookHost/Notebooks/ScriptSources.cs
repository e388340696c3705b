namespace SuperResolution.Workbench.Notebooks;

/// <summary>The texts that the engine ran, by the names under which the compiler and stack traces know them.</summary>
internal sealed class ScriptSources
{
    private readonly Dictionary<string, string[]> lines = [];
    private readonly Stack<string> importing = [];

    public void Add(string name, string text) => lines[name] = text.Split('\n');

    /// <summary>A new cell imports nothing yet. (One that was interrupted may not have left its files.)</summary>
    public void Restart() => importing.Clear();

    /// <returns>False where the file is being imported already.</returns>
    public bool Enter(string path)
    {
        if (importing.Contains(path)) return false;
        importing.Push(path);
        return true;
    }

    public void Leave(string path)
    {
        if (importing.TryPeek(out var last) && last == path) importing.Pop();
    }

    /// <summary>
    /// The name of the cell or file that a stack frame means, or null. (The debug information has cells in the notebook's folder.)
    /// </summary>
    public string? Known(string? path) =>
        path is null ? null : lines.ContainsKey(path) ? path : lines.ContainsKey(Path.GetFileName(path)) ? Path.GetFileName(path) : null;

    /// <summary>True for imported files, false for cells.</summary>
    public bool IsFile(string name) => Path.IsPathRooted(name);

    /// <summary>A line's text; empty where there is none.</summary>
    public string Line(string name, int line) =>
        lines.TryGetValue(name, out var text) && line >= 1 && line <= text.Length ? text[line - 1].TrimEnd() : "";

    /// <summary>How messages call it: "cell 3", "_kit.csx".</summary>
    public string Title(string name) => IsFile(name) ? Path.GetFileName(name) : name;
}
