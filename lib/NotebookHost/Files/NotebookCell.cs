using System.Text;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>One cell: a view on its JSON, so that everything unknown in it survives.</summary>
internal sealed class NotebookCell(JsonObject json, int index)
{
    public JsonObject Json => json;

    /// <summary>Position in the notebook, from 0, text cells included.</summary>
    public int Index => index;

    /// <summary>"code", "markdown" or "raw".</summary>
    public string Kind { get; } = json["cell_type"]?.GetValue<string>() ?? "";

    public bool IsCode => Kind == "code";

    /// <summary>The text; lines end with \n.</summary>
    public string Source { get; } = Joined(json["source"]).ReplaceLineEndings("\n");

    /// <summary>The language that the cell names where it is not C#, else null.</summary>
    public string? ForeignLanguage
    {
        get
        {
            var name = Text("polyglot_notebook", "kernelName") ?? Text("dotnet_interactive", "language");
            return name is null or "csharp" or "C#" ? null : name;

            string? Text(string owner, string key) =>
                json["metadata"]?[owner] is JsonObject settings && settings[key] is JsonValue value
                    && value.TryGetValue<string>(out var text) ? text : null;
        }
    }

    public IEnumerable<JsonObject> Outputs => json["outputs"] is JsonArray outputs ? outputs.OfType<JsonObject>() : [];

    public int? ExecutionCount => json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;

    /// <summary>Nothing is left to run in it: text, an empty cell, or code that ran without an error.</summary>
    public bool IsComplete =>
        !IsCode || string.IsNullOrWhiteSpace(Source)
            || (ExecutionCount is not null && Outputs.All(output => output["output_type"]?.GetValue<string>() != "error"));

    public void SetResult(int? executionCount, JsonArray outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = outputs;
    }

    /// <summary>nbformat's "multiline string": one string, or a list of strings to be put one behind the other.</summary>
    public static string Joined(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(line => line?.GetValue<string>())),
        JsonValue value => value.GetValue<string>(),
        _ => "",
    };

    /// <summary>The list form that Jupyter writes: every line keeps its \n, so that version control sees lines.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        var line = new StringBuilder();
        foreach (var c in text)
        {
            line.Append(c);
            if (c != '\n') continue;
            lines.Add(line.ToString());
            line.Clear();
        }
        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }
}
