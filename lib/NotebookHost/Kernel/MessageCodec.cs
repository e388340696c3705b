using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Messages to frames and back, signed with HMAC-SHA256.</summary>
/// <param name="key">The connection file's key; empty: nothing is signed, as the protocol has it.</param>
internal sealed class MessageCodec(string key)
{
    private const int Parts = 5; // signature, header, parent, metadata, content

    private static readonly byte[] delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);

    /// <exception cref="FormatException">Not a message, or not signed with the key.</exception>
    public JupyterMessage Read(NetMQMessage frames)
    {
        var at = 0;
        while (at < frames.FrameCount && !frames[at].Buffer.AsSpan(0, frames[at].MessageSize).SequenceEqual(delimiter)) at++;
        if (frames.FrameCount < at + 1 + Parts) throw new FormatException("it has too few frames");
        var parts = Enumerable.Range(at + 1, Parts).Select(i => frames[i].ToByteArray()).ToArray();
        var expected = Encoding.ASCII.GetBytes(Sign(parts.AsSpan(1)));
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(expected, parts[0])) throw new FormatException("it is not signed with the key of the connection file");
        try
        {
            var message = new JupyterMessage([.. Enumerable.Range(0, at).Select(i => frames[i].ToByteArray())], Json(parts[1]), Json(parts[2]), Json(parts[4]));
            return message.Header["msg_type"] is JsonValue type && type.TryGetValue<string>(out _) ? message : throw new FormatException("its header has no msg_type");
        }
        catch (JsonException error)
        {
            throw new FormatException($"its JSON is damaged: {error.Message}", error);
        }
    }

    public NetMQMessage Write(JupyterMessage message)
    {
        byte[][] parts = [.. new[] { message.Header, message.Parent, new JsonObject(), message.Content }.Select(part => Encoding.UTF8.GetBytes(part.ToJsonString(json)))];
        return new NetMQMessage([.. message.Identities.Concat([delimiter, Encoding.ASCII.GetBytes(Sign(parts))]).Concat(parts).Select(bytes => new NetMQFrame(bytes))]);
    }

    private string Sign(ReadOnlySpan<byte[]> parts)
    {
        if (key.Length == 0) return "";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static JsonObject Json(byte[] bytes) => JsonNode.Parse(bytes) as JsonObject ?? throw new FormatException("a part of it is no JSON object");
}
