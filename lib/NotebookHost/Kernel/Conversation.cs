using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Makes messages of this kernel and sends them.</summary>
internal sealed class Conversation(KernelSockets sockets)
{
    /// <summary>The version of the protocol that is spoken.</summary>
    public const string ProtocolVersion = "5.3";

    private readonly string session = Guid.NewGuid().ToString("N");

    /// <summary>Answers a request on the channel on which it came.</summary>
    public void Reply(Channel channel, JupyterMessage request, string type, JsonObject content) =>
        sockets.Send(channel, Message(request.Identities, type, request.Header, content));

    /// <summary>Tells everybody, as a consequence of a request.</summary>
    public void Publish(JsonObject? parent, string type, JsonObject content) =>
        sockets.Send(Channel.IOPub, Message([Encoding.UTF8.GetBytes($"kernel.{session}.{type}")], type, parent, content));

    /// <summary>Tells everybody whether the kernel is busy.</summary>
    public void Status(JsonObject? parent, string state) => Publish(parent, "status", new JsonObject { ["execution_state"] = state });

    private JupyterMessage Message(IReadOnlyList<byte[]> identities, string type, JsonObject? parent, JsonObject content) => new(
        identities,
        new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        },
        parent?.DeepClone() as JsonObject ?? [],
        content);
}
