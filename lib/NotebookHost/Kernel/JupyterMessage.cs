using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Kernel;

/// <summary>A message of the Jupyter protocol (jupyter-client, "Messaging in Jupyter", 5.3).</summary>
/// <param name="Identities">Routing prefix: to whom a reply goes; for iopub the topic.</param>
/// <param name="Header">msg_id, session, username, date, msg_type, version.</param>
/// <param name="Parent">The header of the message that this one answers.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    /// <summary>For example execute_request.</summary>
    public string Type => Header["msg_type"]!.GetValue<string>();

    /// <summary>A text of the content; null where it is absent or no text.</summary>
    public string? Text(string name) => Content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A truth value of the content.</summary>
    public bool Flag(string name, bool otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    /// <summary>A number of the content.</summary>
    public int Number(string name, int otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : otherwise;
}
