using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Sends what a cell produces to the front end while it runs.</summary>
/// <param name="publish">Takes type and content of each message.</param>
internal sealed class StreamedOutput(Action<string, JsonObject> publish) : BundledOutput
{
    public override TimeSpan LiveInterval => TimeSpan.FromMilliseconds(250);

    /// <summary>True: what a thread of the cell prints when no cell runs is still shown below the last one.</summary>
    public override bool StaysOpen => true;

    protected override void Emit(CellItem item)
    {
        switch (item)
        {
            case CellItem.Printed(var name, var text):
                publish("stream", new JsonObject { ["name"] = name, ["text"] = text });
                break;
            case CellItem.Shown(var data, var count, var id):
                var shown = Bundle(data, id);
                if (count is not null) shown["execution_count"] = count;
                publish(count is null ? "display_data" : "execute_result", shown);
                break;
            case CellItem.Changed(var data, var id):
                publish("update_display_data", Bundle(data, id));
                break;
            case CellItem.Cleared(var wait):
                publish("clear_output", new JsonObject { ["wait"] = wait });
                break;
            case CellItem.Failed(var error):
                publish("error", Error(error));
                break;
        }
    }

    /// <summary>ename, evalue and traceback.</summary>
    public static JsonObject Error(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    private static JsonObject Bundle(IReadOnlyDictionary<string, string> data, string? id)
    {
        var content = new JsonObject
        {
            ["data"] = new JsonObject(data.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
            ["metadata"] = new JsonObject(),
        };
        if (id is not null) content["transient"] = new JsonObject { ["display_id"] = id };
        return content;
    }
}
