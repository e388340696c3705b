using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Tests.Kernel;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Sound = """{ "transport": "tcp", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k", "signature_scheme": "hmac-sha256" }""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ConnectionFile Read(string text)
    {
        File.WriteAllText(folder.File("c.json"), text);
        return ConnectionFile.Read(folder.File("c.json"));
    }

    [Fact]
    public void Addresses_are_those_of_the_file() => Assert.Equal("tcp://127.0.0.1:2", Read(Sound) is var file ? file.Address(file.IopubPort) : "");

    [Fact]
    public void An_IPv6_address_is_put_in_brackets() => Assert.Equal("tcp://[::1]:1", Read(Sound.Replace("127.0.0.1", "::1")) is var file ? file.Address(file.ShellPort) : "");

    [Theory]
    [InlineData("\"tcp\"", "\"ipc\"", "asks for the transport 'ipc'"), InlineData("hmac-sha256", "hmac-md5", "asks for the signature scheme 'hmac-md5'"), InlineData("\"hb_port\": 5", "\"hb_port\": 0", "five ports are needed"), InlineData("{", "", "is no connection file")]
    public void What_the_kernel_cannot_serve_is_said(string part, string instead, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Read(Sound.Replace(part, instead))).Message);

    [Fact]
    public void A_missing_file_says_who_writes_it() => Assert.Contains("'kernel install' tells front ends", Assert.Throws<BadInputException>(() => ConnectionFile.Read(folder.File("none.json"))).Message);

    [Fact]
    public void The_signature_is_HMAC_SHA256_of_the_four_parts()
    {
        var frames = new MessageCodec("key").Write(new JupyterMessage(["id"u8.ToArray()], new JsonObject { ["msg_type"] = "x" }, [], new JsonObject { ["a"] = "é" }));
        Assert.Equal(7, frames.FrameCount);
        Assert.Equal(["id", "<IDS|MSG>"], frames.Take(2).Select(f => f.ConvertToString(Encoding.UTF8)));
        // printf '{"msg_type":"x"}{}{}{"a":"é"}' | openssl dgst -sha256 -hmac key
        Assert.Equal("9d5a355dfc395592a2a7e91ba499459b09a4b65c6c7acc1778fd4e8bb3266c96", frames[2].ConvertToString());
        Assert.Equal("é", new MessageCodec("key").Read(frames).Text("a"));
    }

    [Theory]
    [InlineData(1, "too few frames"), InlineData(2, "not signed with the key"), InlineData(3, "not signed with the key")]
    public void A_changed_frame_is_refused(int frame, string expected)
    {
        var frames = new MessageCodec("key").Write(new JupyterMessage([], new JsonObject { ["msg_type"] = "x" }, [], []));
        var changed = new NetMQMessage(frames.Select((f, i) => i == frame - 1 ? new NetMQFrame([.. f.ToByteArray().Reverse()]) : f));
        Assert.Contains(expected, Assert.Throws<FormatException>(() => new MessageCodec("key").Read(changed)).Message);
    }
}
