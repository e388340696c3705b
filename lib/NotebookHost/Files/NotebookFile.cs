using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>A Jupyter notebook: reads every nbformat 4.x, writes 4.5 (cells have ids). Unknown metadata survives.</summary>
/// <remarks>https://nbformat.readthedocs.io/en/latest/format_description.html</remarks>
internal sealed partial class NotebookFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1, // as Jupyter writes it
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private NotebookFile(string path, byte[] bytes, JsonObject root)
    {
        Path = System.IO.Path.GetFullPath(path);
        Bytes = bytes;
        this.root = root;
        Cells = root["cells"] is JsonArray cells
            ? [.. cells.Select((cell, i) => new NotebookCell(cell as JsonObject ?? throw Bad($"cells[{i}] is not an object"), i))]
            : throw Bad("it has no list 'cells'");
        foreach (var cell in Cells)
        {
            if (cell.Kind is not ("code" or "markdown" or "raw"))
                throw Bad($"cells[{cell.Index}] is of the unknown kind '{cell.Kind}'");
        }
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The file as it was read; places of errors are looked up in it.</summary>
    public byte[] Bytes { get; }

    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>What there is to run, in order.</summary>
    public IReadOnlyList<NotebookCell> CodeCells => [.. Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source))];

    /// <summary>How and how long it was run, where this kit ran it; it is stored in the notebook's metadata.</summary>
    public RunFacts? Facts
    {
        get => root["metadata"]?["superresolution"] is JsonObject facts ? facts.Deserialize<RunFacts>() : null;
        set => Section(root, "metadata")["superresolution"] = JsonSerializer.SerializeToNode(value);
    }

    /// <exception cref="BadInputException">The file is missing, is no notebook, or is one of another format or language.</exception>
    public static NotebookFile Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"Notebook '{path}' cannot be read: {error.Message}", error);
        }
        return Parse(path, bytes);
    }

    /// <exception cref="BadInputException">It is no notebook, or one of another format or language.</exception>
    public static NotebookFile Parse(string path, byte[] bytes)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(bytes) as JsonObject
                ?? throw new BadInputException($"Notebook '{path}' cannot be used: it is not a JSON object.");
            if (root["nbformat"]?.GetValue<int>() is not 4)
                throw new BadInputException($"Notebook '{path}' cannot be used: nbformat is " +
                    $"{root["nbformat"]?.ToJsonString() ?? "missing"}, 4 is needed. Convert it with 'jupyter nbconvert --to notebook'.");
            var language = root["metadata"]?["language_info"]?["name"]?.GetValue<string>()
                ?? root["metadata"]?["kernelspec"]?["language"]?.GetValue<string>();
            if (language is not (null or "C#" or "csharp" or "polyglot-notebook"))
                throw new BadInputException($"Notebook '{path}' is written in {language}; the workbench runs C# notebooks.");
            return new NotebookFile(path, bytes, root);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadInputException($"Notebook '{path}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Writes nbformat 4.5, complete or not at all.</summary>
    public void Write(string path)
    {
        root["nbformat"] = 4;
        root["nbformat_minor"] = 5;
        var metadata = Section(root, "metadata");
        if (metadata["kernelspec"] is null)
            metadata["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        if (metadata["language_info"] is null)
            metadata["language_info"] = new JsonObject { ["name"] = "C#", ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp" };

        var ids = new HashSet<string>();
        foreach (var cell in Cells)
            Complete(cell, ids);
        AtomicFile.Write(path, root.ToJsonString(Format) + "\n");
    }

    private static void Complete(NotebookCell cell, HashSet<string> ids)
    {
        var id = cell.Json["id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        if (!CellId().IsMatch(id) || !ids.Add(id))
        {
            // From place and content, so that the same notebook always gets the same ids.
            id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cell.Index}\n{cell.Source}")))[..8];
            while (!ids.Add(id)) id += "0";
        }
        cell.Json["id"] = id;
        Section(cell.Json, "metadata");
        cell.Json["source"] = NotebookCell.Lines(cell.Source);
        if (cell.IsCode)
            cell.SetResult(cell.ExecutionCount, cell.Json["outputs"] is JsonArray outputs ? (JsonArray)outputs.DeepClone() : []);
        else
        {
            cell.Json.Remove("outputs");
            cell.Json.Remove("execution_count");
        }
    }

    private static JsonObject Section(JsonObject owner, string name)
    {
        if (owner[name] is not JsonObject section)
            owner[name] = section = [];
        return section;
    }

    private BadInputException Bad(string cause) => new($"Notebook '{Path}' cannot be used: {cause}.");

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex CellId();
}

/// <summary>What an executed notebook says of its run.</summary>
/// <param name="Budget">smoke, workshop or paper.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RunFacts(
    [property: JsonPropertyName("budget")] string Budget, [property: JsonPropertyName("seconds")] double Seconds);
