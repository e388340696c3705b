using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Kernel;

/// <summary>Messages to frames and back, signed with HMAC-SHA256.</summary>
/// <param name="key">The connection file's key; empty: nothing is signed, as the protocol has it.</param>
internal sealed class MessageCodec(string key)
{
    private const int Parts = 5; // signature, header, parent, metadata, content

    private static readonly byte[] delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] headers = ["msg_id", "session", "username", "date", "msg_type", "version"];
    private static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<UInt128> seen = []; // the beginnings of all signatures: 40 bytes for a message

    /// <exception cref="FormatException">Not a message, or not signed with the key, or one that has come before.</exception>
    public JupyterMessage Read(IReadOnlyList<byte[]> frames)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(delimiter)) at++;
        if (frames.Count < at + 1 + Parts) throw new FormatException("it has too few frames");
        var parts = frames.Skip(at + 1).Take(Parts).ToArray();
        var signature = Sign(parts.AsSpan(1));
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(signature, parts[0]))
            throw new FormatException("it is not signed with the key of the connection file");
        lock (seen)
        {
            if (key.Length > 0 && !seen.Add(UInt128.Parse(
                Encoding.ASCII.GetString(signature, 0, 32), NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
                throw new FormatException("it has come before");
        }
        var message = new JupyterMessage([.. frames.Take(at)], Json(parts[1]), Json(parts[2]), Json(parts[4]));
        if (message.Header["msg_type"] is null) throw new FormatException("its header has no msg_type");
        // What answers it carries its header to everybody.
        var wrong = headers.FirstOrDefault(name => message.Header[name] is { } field && field.GetValueKind() != JsonValueKind.String);
        if (wrong is not null) throw new FormatException($"its {wrong} is no text");
        return message;
    }

    public List<byte[]> Write(JupyterMessage message)
    {
        byte[][] parts = [.. new[] { message.Header, message.Parent, new JsonObject(), message.Content }.Select(
            part => Encoding.UTF8.GetBytes(part.ToJsonString(json)))];
        return [.. message.Identities, delimiter, Sign(parts), .. parts];
    }

    private byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        if (key.Length == 0) return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts) hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>An object whose every text can be read: what .NET's JSON leaves for later is decided here.</summary>
    private static JsonObject Json(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(Whole(Encoding.UTF8.GetString(bytes)), documentOptions: strict) as JsonObject
                ?? throw new FormatException("a part of it is no JSON object");
        }
        catch (JsonException error)
        {
            throw new FormatException("its JSON is damaged, too deep, or has a name twice", error);
        }
    }

    /// <summary>
    /// Half an emoji (\ud83d without its second half), which an input box may cut off, becomes the character that stands for unreadable
    /// ones.
    /// </summary>
    private static string Whole(string text)
    {
        char[]? changed = null;
        for (var at = text.IndexOf('\\'); at >= 0 && at + 1 < text.Length; at = text.IndexOf('\\', at))
        {
            if (Escaped(at) is not { } first || !char.IsSurrogate(first)) at += 2;
            else if (char.IsHighSurrogate(first) && Escaped(at + 6) is { } second && char.IsLowSurrogate(second)) at += 12;
            else
            {
                "\\ufffd".CopyTo((changed ??= text.ToCharArray()).AsSpan(at));
                at += 6;
            }
        }
        return changed is null ? text : new string(changed);

        char? Escaped(int at) =>
            at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    ? (char)code : null;
    }
}
