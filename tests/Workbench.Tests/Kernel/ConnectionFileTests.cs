using System.Text;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Tests.Kernel;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Sound = """
        { "transport": "tcp", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
          "key": "k", "signature_scheme": "hmac-sha256" }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ConnectionFile Read(string text)
    {
        File.WriteAllText(folder.File("c.json"), text);
        return ConnectionFile.Read(folder.File("c.json"));
    }

    [Fact]
    public void Addresses_are_those_of_the_file() =>
        Assert.Equal("tcp://127.0.0.1:2", Read(Sound) is var file ? file.Address(file.IopubPort) : "");

    [Fact]
    public void An_IPv6_address_is_put_in_brackets() =>
        Assert.Equal("tcp://[::1]:1", Read(Sound.Replace("127.0.0.1", "::1")) is var file ? file.Address(file.ShellPort) : "");

    [Theory]
    [InlineData("\"tcp\"", "\"ipc\"", "asks for the transport 'ipc'"),
        InlineData("hmac-sha256", "hmac-md5", "asks for the signature scheme 'hmac-md5'"),
        InlineData("\"hb_port\": 5", "\"hb_port\": 0", "five ports are needed"), InlineData("{", "", "is no connection file")]
    public void What_the_kernel_cannot_serve_is_said(string part, string instead, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Read(Sound.Replace(part, instead))).Message);

    [Fact]
    public void A_missing_file_says_who_writes_it() =>
        Assert.Contains("'kernel install' tells front ends",
            Assert.Throws<BadInputException>(() => ConnectionFile.Read(folder.File("none.json"))).Message);

    [Fact]
    public void The_signature_is_HMAC_SHA256_of_the_four_parts()
    {
        var frames = new MessageCodec("key")
            .Write(new JupyterMessage(["id"u8.ToArray()], new JsonObject { ["msg_type"] = "x" }, [], new JsonObject { ["a"] = "é" }));
        Assert.Equal(7, frames.Count);
        Assert.Equal(["id", "<IDS|MSG>"], frames.Take(2).Select(f => Encoding.UTF8.GetString(f)));
        // printf '{"msg_type":"x"}{}{}{"a":"é"}' | openssl dgst -sha256 -hmac key
        Assert.Equal("9d5a355dfc395592a2a7e91ba499459b09a4b65c6c7acc1778fd4e8bb3266c96", Encoding.UTF8.GetString(frames[2]));
        Assert.Equal("é", new MessageCodec("key").Read(frames).Text("a"));
    }

    [Theory]
    [InlineData(1, "too few frames"), InlineData(2, "not signed with the key"), InlineData(3, "not signed with the key")]
    public void A_changed_frame_is_refused(int frame, string expected)
    {
        var frames = new MessageCodec("key").Write(new JupyterMessage([], new JsonObject { ["msg_type"] = "x" }, [], []));
        frames[frame - 1] = [.. frames[frame - 1].Reverse()];
        Assert.Contains(expected, Assert.Throws<FormatException>(() => new MessageCodec("key").Read(frames)).Message);
    }

    [Fact]
    public void A_message_that_comes_again_is_refused()
    {
        var (codec, message) = (new MessageCodec("key"), new JupyterMessage([], new JsonObject { ["msg_type"] = "x" }, [], []));
        var frames = codec.Write(message);
        codec.Read(frames);
        Assert.Contains("has come before",
            Assert.Throws<FormatException>(() => codec.Read(["other identity"u8.ToArray(), .. frames])).Message);
        message.Header["msg_id"] = "another";
        codec.Read(codec.Write(message));
    }

    [Theory]
    [InlineData("""{"value":"half \ud83d an emoji"}""", "half \uFFFD an emoji"), InlineData("""{"value":"\udE00"}""", "\uFFFD"),
        InlineData("""{"value":"\ud83d\ude00"}""", "\U0001F600"), InlineData("""{"value":"\\ud83d"}""", "\\ud83d"),
        InlineData("""{"value":"\ud83d\ud83d\ude00"}""", "\uFFFD\U0001F600")]
    public void Half_an_emoji_is_read_as_an_unreadable_character(string content, string expected)
    {
        // No key: no signature is asked for.
        byte[][] frames = ["<IDS|MSG>"u8.ToArray(), [], """{"msg_type":"input_reply"}"""u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(),
            Encoding.UTF8.GetBytes(content)];
        Assert.Equal(expected, new MessageCodec("").Read(frames).Text("value"));
    }

    [Theory]
    [InlineData("""{"value":1,"value":2}"""), InlineData("""{"a":{"b":1,"\u0062":2}}"""), InlineData("[]"), InlineData("null"),
        InlineData(""), InlineData("{"), InlineData("{\"a\":1}}")]
    public void Damaged_contents_are_refused_when_they_are_read(string content)
    {
        byte[][] frames = ["<IDS|MSG>"u8.ToArray(), [], """{"msg_type":"x"}"""u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray(),
            Encoding.UTF8.GetBytes(content)];
        Assert.Throws<FormatException>(() => new MessageCodec("").Read(frames));
    }
}
