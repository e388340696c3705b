using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using NetMQ;
using NetMQ.Sockets;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>What others may send to a kernel: nothing of it ends it, and nothing of it loses a variable.</summary>
public sealed class KernelFuzzTests : IDisposable
{
    private const string Key = "a key";
    private const int Shell = 0, Stdin = 2, Control = 3, Heartbeat = 4;

    private static readonly string[] types =
        ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "comm_info_request",
            "kernel_info_request", "interrupt_request", "comm_open", "comm_msg", "input_reply", "dance_request", "", "_request"];

    private readonly KernelProcess kernel = new(Key);

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void A_hundred_thousand_damaged_messages_on_five_channels_end_nothing()
    {
        kernel.Run("var kept = 41; kept++;");
        var random = new Random(16);
        using DealerSocket shell = new($">tcp://127.0.0.1:{kernel.Ports[Shell]}"), stdin = new($">tcp://127.0.0.1:{kernel.Ports[Stdin]}"),
            control = new($">tcp://127.0.0.1:{kernel.Ports[Control]}"), heartbeat = new($">tcp://127.0.0.1:{kernel.Ports[Heartbeat]}");
        DealerSocket[] sockets = [shell, stdin, control, heartbeat];
        var answer = new NetMQMessage();
        for (var i = 0; i < 80_000; i++)
        {
            KernelProcess.Send(sockets[i % sockets.Length], Message(random));
            foreach (var socket in sockets) while (socket.TryReceiveMultipartMessage(TimeSpan.Zero, ref answer!)) { }
        }
        // the fifth channel takes no messages of clients that keep to the rules
        for (var i = 0; i < 40; i++) Connection(random, kernel.Ports[i % 5], messages: 500);
        IsSound();
    }

    [Fact]
    public void Bytes_that_are_no_protocol_end_their_own_connection_only()
    {
        kernel.Run("var kept = 41; kept++;");
        byte[] greeting = [0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];
        byte[] ready = [4, 26, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 3, .. "SUB"u8];
        byte[][] openings =
        [
            "GET / HTTP/1.0\r\n\r\n"u8.ToArray(), new byte[100],
            [.. greeting, 4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 255, 255, 255, 255, .. "DEALER"u8], [.. greeting, 4, 0],
            [.. greeting, 4, 8, 5, .. "READY"u8, 255, 1],
            [.. greeting, .. ready, 2, .. Enumerable.Repeat((byte)255, 8)], [.. greeting, .. ready, 2, 0, 0, 0, 0, 127, 255, 255, 255, 1],
            [.. greeting, .. ready, 255], [.. greeting, .. ready, 6, 127], [.. greeting, 0, 5, .. "hello"u8],
            [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5, 0, 0],
        ];
        foreach (var port in kernel.Ports)
        {
            foreach (var opening in openings) Send(port, opening);
        }
        IsSound();
    }

    [Fact]
    public void More_connections_than_a_kernel_needs_do_not_keep_a_front_end_away_for_long()
    {
        kernel.Run("var kept = 42;");
        var strangers = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 400; i++) strangers.Add(new TcpClient("127.0.0.1", kernel.Ports[i % 5]));
        }
        finally
        {
            strangers.ForEach(stranger => stranger.Dispose());
        }
        IsSound();
    }

    /// <summary>The variable is there, output comes, a reader is asked, and the heart beats.</summary>
    private void IsSound()
    {
        var id = kernel.Execute("Console.Write(kept + Console.ReadLine());", allowStdin: true);
        kernel.Answer("!");
        Assert.Equal("ok", kernel.Reply(id)["status"]!.GetValue<string>());
        Assert.Equal("42!", KernelProcess.Printed(kernel.Seen(id)));
        using var heart = new RequestSocket($">tcp://127.0.0.1:{kernel.Ports[Heartbeat]}");
        heart.SendMoreFrame("ping").SendFrame("pong");
        Assert.True(heart.TryReceiveFrameString(TimeSpan.FromMinutes(1), out var beat));
        Assert.Equal("ping", beat);
    }

    private List<byte[]> Message(Random random)
    {
        byte[] Noise(int most) { var bytes = new byte[random.Next(most)]; random.NextBytes(bytes); return bytes; }
        if (random.Next(10) == 0) return [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Noise(60))];
        byte[] Part(bool isHeader) => random.Next(12) switch
        {
            0 => Noise(60),
            1 => [],
            2 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 5000))),
            3 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Next(1, 70))) + "1"
            + new string('}', random.Next(1, 70))),
            4 => Encoding.UTF8.GetBytes($$"""{"msg_type":"{{Type()}}","msg_type":"{{Type()}}","code":"1","code":"2"}"""),
            5 => Encoding.UTF8.GetBytes($$"""
                {"msg_type":"{{Type()}}","msg_id":"\ud83d","session":"\udc00","value":"\ud83d","comm_id":"\ud800x","pattern":"\udfff"}
                """),
            6 => Encoding.UTF8.GetBytes($$"""{"msg_type":{{Value()}},"msg_id":{{Value()}},"session":{{Value()}}}"""),
            7 => "null"u8.ToArray(),
            _ => isHeader ? Encoding.UTF8.GetBytes($$"""{"msg_type":"{{Type()}}","msg_id":{{Value()}}}""") : Encoding.UTF8.GetBytes($$"""
                {"code":{{Value()}},"cursor_pos":{{Value()}},"value":{{Value()}},"silent":true,"stop_on_error":{{Value()}},
                 "hist_access_type":"tail","n":{{Value()}},"comm_id":{{Value()}},"allow_stdin":{{Value()}}}
                """),
        };
        // What reaches the compiler costs milliseconds: one in a hundred.
        string Type() => random.Next(100) == 0 ? types[random.Next(types.Length)] : types[random.Next(6, types.Length)];
        string Value() =>
            random.Next(8) switch
            {
                0 => "1e400",
                1 => "-1",
                2 => "[{}]",
                3 => "null",
                4 => "\"\"",
                5 => "2147483648",
                6 => "{\"a\":[]}",
                _ => "true"
            };

        byte[][] parts = [Part(true), Part(false), Part(false), Part(false)];
        var signature = random.Next(10) == 0 ? Noise(80)
            : Encoding.ASCII.GetBytes(Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), parts.SelectMany(part => part).ToArray())));
        List<byte[]> frames = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Noise(10)), "<IDS|MSG>"u8.ToArray(), signature,
            .. parts];
        if (random.Next(10) == 0) frames.RemoveAt(random.Next(frames.Count));
        return frames.Count == 0 ? [[]] : frames;
    }

    /// <summary>A connection whose frames keep to no rule, and which ends when it likes.</summary>
    private void Connection(Random random, int port, int messages)
    {
        var kind = new[] { "SUB", "XSUB", "DEALER", "REQ" }[random.Next(4)];
        List<byte> bytes = [0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[48], 4, (byte)(22 + kind.Length), 5, .. "READY"u8,
            11, .. "Socket-Type"u8, 0, 0, 0, (byte)kind.Length, .. Encoding.ASCII.GetBytes(kind)];
        for (var i = 0; i < messages; i++)
        {
            foreach (var frame in kind is "SUB" or "XSUB" && random.Next(4) > 0 ? [[(byte)random.Next(3), .. new byte[random.Next(2000)]]]
                : Message(random))
            {
                var length = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, frame.Length);
                bytes.AddRange([(byte)(2 + random.Next(2)), .. length, .. frame]);
            }
        }
        Send(port, [.. bytes[..^random.Next(50)]]);
    }

    /// <summary>Sends bytes and reads until the kernel closes the connection, or has nothing more to say.</summary>
    private static void Send(int port, byte[] bytes)
    {
        using var client = new TcpClient("127.0.0.1", port) { SendTimeout = 30_000, ReceiveTimeout = 200 };
        try
        {
            client.GetStream().Write(bytes);
            var answer = new byte[4096];
            while (client.GetStream().Read(answer) > 0) { }
        }
        catch (IOException)
        {
            // closed, or silent
        }
    }
}
