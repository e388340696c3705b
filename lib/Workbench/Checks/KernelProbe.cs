using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Checks;

/// <summary>A front end that starts a kernel, runs one cell and takes what it prints.</summary>
internal sealed class KernelProbe : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernel-").FullName;
    private readonly List<ZmtpPeer> peers = [];
    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly MessageCodec codec;
    private readonly Process kernel;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TimeSpan patience;
    private readonly int[] ports = FreePorts(5);

    /// <param name="command">Program and arguments without those that the front end adds.</param>
    /// <param name="patience">How long the kernel may take for everything.</param>
    public KernelProbe(IReadOnlyList<string> command, TimeSpan patience)
    {
        this.patience = patience;
        codec = new MessageCodec(session);
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["key"] = session,
            ["signature_scheme"] = "hmac-sha256",
            ["shell_port"] = ports[0],
            ["iopub_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["control_port"] = ports[3],
            ["hb_port"] = ports[4],
        }.ToJsonString());
        kernel = Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), "kernel", "start", file])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Runs a cell.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="BadInputException">The kernel does not answer, or refuses the cell.</exception>
    public string Run(string code)
    {
        var (iopub, seen) = Connect(ports[1], "SUB", "PUB");
        iopub.Send([[1]]); // subscribes to everything
        var (shell, replies) = Connect(ports[0], "DEALER", "ROUTER");
        // A subscription takes a moment: ask until something comes on iopub.
        do
        {
            var asked = Send(shell, "kernel_info_request", []);
            while (Receive(replies, TimeSpan.FromSeconds(1))?.Parent["msg_id"]?.GetValue<string>() != asked) RequireAlive();
        }
        while (Receive(seen, TimeSpan.FromMilliseconds(200)) is null);
        var id = Send(shell, "execute_request",
            new JsonObject
            {
                ["code"] = code,
                ["silent"] = false,
                ["store_history"] = false,
                ["user_expressions"] = new JsonObject(),
                ["allow_stdin"] = false,
                ["stop_on_error"] = true
            });
        var printed = "";
        while (true)
        {
            var message = Receive(seen, TimeSpan.FromSeconds(1));
            if (message is null) RequireAlive();
            else if (message.Parent["msg_id"]?.GetValue<string>() != id) continue;
            else if (message.Type == "stream") printed += message.Text("text");
            else if (message.Type == "error") return $"{message.Text("ename")}: {message.Text("evalue")}";
            else if (message.Text("execution_state") == "idle") return printed;
        }
    }

    public void Dispose()
    {
        if (!kernel.HasExited) kernel.Kill(entireProcessTree: true);
        kernel.WaitForExit();
        kernel.Dispose();
        foreach (var peer in peers) peer.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Send(ZmtpPeer shell, string type, JsonObject content)
    {
        var id = Guid.NewGuid().ToString("N");
        var header = new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = session,
            ["username"] = "check",
            ["date"] = DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = Conversation.ProtocolVersion,
        };
        shell.Send(codec.Write(new JupyterMessage([], header, [], content)));
        return id;
    }

    private static JupyterMessage? Receive(BlockingCollection<JupyterMessage> messages, TimeSpan time) =>
        messages.TryTake(out var message, time) ? message : null;

    /// <summary>Connects to a port as soon as the kernel listens there, and reads what comes.</summary>
    private (ZmtpPeer Peer, BlockingCollection<JupyterMessage> Messages) Connect(int port, string type, string other)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                var (peer, messages) = (ZmtpPeer.Greet(socket, type, [other], session), new BlockingCollection<JupyterMessage>());
                peers.Add(peer);
                new Thread(() => Read(peer, messages)) { IsBackground = true }.Start();
                return (peer, messages);
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                socket.Dispose();
                RequireAlive();
                Thread.Sleep(20);
            }
        }
    }

    private void Read(ZmtpPeer peer, BlockingCollection<JupyterMessage> messages)
    {
        try
        {
            while (true) messages.Add(codec.Read(peer.Receive()));
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or FormatException)
        {
            // the kernel has ended, or this object has been disposed
        }
    }

    private void RequireAlive()
    {
        if (kernel.HasExited)
            throw new BadInputException($"The kernel ends with code {kernel.ExitCode} as soon as it starts: " +
                $"{(kernel.StandardError.ReadToEnd() + kernel.StandardOutput.ReadToEnd()).Trim()} 'kernel install' writes anew how it " +
                "is started.");
        if (clock.Elapsed > patience)
            throw new BadInputException($"The kernel does not answer within {patience.TotalSeconds:F0} s. Something may keep it from " +
                "talking to itself (127.0.0.1): look at the firewall.");
    }

    /// <summary>Ports of the loopback address that nobody uses.</summary>
    /// <remarks>
    /// They lie below those that systems give to outgoing connections: a front end that knocks before the kernel listens could otherwise
    /// be given the very port that it asks for, and keep the kernel from it.
    /// </remarks>
    internal static int[] FreePorts(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(10_000, 32_768);
            if (IsFree(port)) ports.Add(port);
        }
        return [.. ports];
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
