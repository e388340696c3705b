using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Keeps what a cell produces as nbformat outputs, for a notebook file.</summary>
internal sealed class CollectedOutput(int textLimit = CellOutput.TextLimit, int richLimit = CellOutput.RichLimit)
    : CellOutput(textLimit, richLimit)
{
    private readonly List<JsonObject> outputs = [];
    private readonly Dictionary<string, JsonObject> displays = [];
    private bool clearNext;

    /// <summary>Adds what another output has taken.</summary>
    public void Add(CellItem item) => Emit(item);

    public JsonArray ToJson()
    {
        Flush();
        return new JsonArray([.. outputs.Select(output => output.DeepClone())]);
    }

    protected override void Emit(CellItem item)
    {
        if (item is CellItem.Cleared(var wait))
        {
            if (wait) clearNext = true;
            else outputs.Clear();
            return;
        }
        if (clearNext && item is not CellItem.Changed)
        {
            outputs.Clear();
            clearNext = false;
        }
        switch (item)
        {
            // A stream that was passed on in pieces is one output.
            case CellItem.Printed(var name, var text) when outputs.LastOrDefault() is { } last
                && last["output_type"]!.GetValue<string>() == "stream" && last["name"]!.GetValue<string>() == name:
                last["text"] = NotebookCell.Lines(NotebookCell.Joined(last["text"]) + text);
                break;
            case CellItem.Printed(var name, var text):
                outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = name, ["text"] = NotebookCell.Lines(text) });
                break;
            case CellItem.Shown(var data, var count, var id):
                var output = new JsonObject
                {
                    ["output_type"] = count is null ? "display_data" : "execute_result",
                    ["data"] = Bundle(data),
                    ["metadata"] = new JsonObject(),
                };
                if (count is not null) output["execution_count"] = count;
                if (id is not null) displays[id] = output;
                outputs.Add(output);
                break;
            case CellItem.Changed(var data, var id) when displays.TryGetValue(id, out var shown):
                shown["data"] = Bundle(data);
                break;
            case CellItem.Failed(var error):
                outputs.Add(new JsonObject
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)])
                });
                break;
        }
    }

    private static JsonObject Bundle(IReadOnlyDictionary<string, string> data)
    {
        var bundle = new JsonObject();
        foreach (var (mime, value) in data)
            bundle[mime] = mime.StartsWith("image/", StringComparison.Ordinal) && mime != "image/svg+xml" ? value
                : NotebookCell.Lines(value);
        return bundle;
    }
}
