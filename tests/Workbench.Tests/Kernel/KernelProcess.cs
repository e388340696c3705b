using System.Diagnostics;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using SuperResolution.Workbench.Checks;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>A kernel in a process of its own, and a front end that speaks with it: what Jupyter does, in C#.</summary>
internal sealed class KernelProcess : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3); // for broken kernels only

    private readonly TemporaryFolder folder = new();
    private readonly DealerSocket shell = new(), control = new(), stdin = new();
    private readonly SubscriberSocket iopub = new();
    private readonly MessageCodec codec;
    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly int[] ports = KernelProbe.FreePorts(5);

    public KernelProcess(string key = "a key", IReadOnlyDictionary<string, string>? environment = null, string below = "")
    {
        File.WriteAllText(folder.File("connection.json"), $$"""
            { "transport": "tcp", "ip": "127.0.0.1", "shell_port": {{ports[0]}}, "iopub_port": {{ports[1]}}, "stdin_port": {{ports[2]}},
              "control_port": {{ports[3]}}, "hb_port": {{ports[4]}}, "key": "{{key}}", "signature_scheme": "hmac-sha256",
              "kernel_name": "x" }
            """);
        Process = WorkbenchProcess.Start(["kernel", "start", folder.File("connection.json")], start =>
        {
            (start.WorkingDirectory, start.RedirectStandardOutput) = (Directory.CreateDirectory(folder.File(below)).FullName, false);
            foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        });
        codec = new MessageCodec(key);
        var identity = System.Text.Encoding.ASCII.GetBytes(session);
        // as Jupyter has it: answers to the question of one channel come on another
        foreach (var dealer in new[] { shell, control, stdin }) dealer.Options.Identity = identity;
        shell.Connect($"tcp://127.0.0.1:{ports[0]}");
        iopub.Connect($"tcp://127.0.0.1:{ports[1]}");
        stdin.Connect($"tcp://127.0.0.1:{ports[2]}");
        control.Connect($"tcp://127.0.0.1:{ports[3]}");
        iopub.SubscribeToAnyTopic();
        // Subscriptions take a moment: ask until something comes on iopub.
        while (true)
        {
            Reply(Send("kernel_info_request", []));
            if (iopub.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(200), ref received)) break;
        }
        while (iopub.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(100), ref received)) { }
    }

    private NetMQMessage? received = new();

    public Process Process { get; }

    /// <summary>Ports of shell, iopub, stdin, control and heartbeat.</summary>
    public IReadOnlyList<int> Ports => ports;

    public string Folder => folder.Path;

    public static void Send(NetMQSocket socket, IEnumerable<byte[]> frames) =>
        socket.SendMultipartMessage(new NetMQMessage(frames.Select(bytes => new NetMQFrame(bytes))));

    /// <summary>Sends a request on the shell channel.</summary>
    /// <returns>Its identifier.</returns>
    public string Send(string type, JsonObject content, MessageCodec? signedBy = null, bool onControl = false)
    {
        var message = new JupyterMessage(
            [], new JsonObject
            {
                ["msg_id"] = Guid.NewGuid().ToString("N"),
                ["session"] = session,
                ["username"] = "test",
                ["date"] = "2026-01-01T00:00:00Z",
                ["msg_type"] = type,
                ["version"] = "5.3"
            }, [], content);
        Send(onControl ? control : shell, (signedBy ?? codec).Write(message));
        return message.Header["msg_id"]!.GetValue<string>();
    }

    public string Execute(string code, bool silent = false, bool stopOnError = true, bool allowStdin = false) =>
        Send("execute_request", new JsonObject
        {
            ["code"] = code,
            ["silent"] = silent,
            ["store_history"] = !silent,
            ["user_expressions"] = new JsonObject(),
            ["allow_stdin"] = allowStdin,
            ["stop_on_error"] = stopOnError,
        });

    /// <summary>The reply to a request.</summary>
    public JsonObject Reply(string id, bool onControl = false)
    {
        while (true)
        {
            var message = Receive(onControl ? control : shell);
            if (message.Parent["msg_id"]?.GetValue<string>() == id) return message.Content;
        }
    }

    public void Interrupt() =>
        Assert.Equal("ok", Reply(Send("interrupt_request", [], onControl: true), onControl: true)["status"]!.GetValue<string>());

    /// <summary>Answers the kernel's next question.</summary>
    public void Answer(string text, int times = 1)
    {
        var question = Receive(stdin);
        Assert.Equal("input_request", question.Type);
        for (var i = 0; i < times; i++)
            Send(stdin, codec.Write(new JupyterMessage(
                [], new JsonObject
                {
                    ["msg_id"] = $"{i}",
                    ["session"] = session,
                    ["username"] = "test",
                    ["date"] = "",
                    ["msg_type"] = "input_reply",
                    ["version"] = "5.3"
                }, question.Header, new JsonObject { ["value"] = text })));
    }

    /// <summary>The next message to everybody that belongs to a request.</summary>
    public (string Type, JsonObject Content) Next(string id)
    {
        while (true)
        {
            var message = Receive(iopub);
            if (message.Parent["msg_id"]?.GetValue<string>() == id) return (message.Type, message.Content);
        }
    }

    /// <summary>Runs a cell to its end: reply, and what everybody saw, statuses left out.</summary>
    public (JsonObject Reply, List<(string Type, JsonObject Content)> Seen) Run(string code, bool silent = false)
    {
        var id = Execute(code, silent);
        return (Reply(id), Seen(id));
    }

    public List<(string Type, JsonObject Content)> Seen(string id)
    {
        var seen = new List<(string, JsonObject)>();
        while (true)
        {
            var next = Next(id);
            if (next.Type == "status" && next.Content["execution_state"]!.GetValue<string>() == "idle") return seen;
            if (next.Type != "status") seen.Add(next);
        }
    }

    public static string Printed(IEnumerable<(string Type, JsonObject Content)> seen, string name = "stdout") =>
        string.Concat(seen.Where(m => m.Type == "stream" && m.Content["name"]!.GetValue<string>() == name)
            .Select(m => m.Content["text"]!.GetValue<string>()));

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
        Process.Dispose();
        foreach (var socket in new NetMQSocket[] { shell, control, stdin, iopub }) socket.Dispose();
        folder.Dispose();
    }

    private JupyterMessage Receive(NetMQSocket socket) =>
        socket.TryReceiveMultipartMessage(patience, ref received) ? codec.Read([.. received!.Select(frame => frame.ToByteArray())])
            : throw new TimeoutException("The kernel is silent. "
                + (Process.HasExited ? "It has ended: " + Process.StandardError.ReadToEnd() : ""));
}
