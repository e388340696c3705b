using NetMQ;
using NetMQ.Sockets;

namespace SuperResolution.Workbench.Kernel;

/// <summary>The five sockets, bound to what the connection file says and nothing else. One thread owns them; others hand over what is to be sent.</summary>
internal sealed class KernelSockets : IDisposable
{
    private readonly RouterSocket shell = new(), control = new(), stdin = new();
    private readonly PublisherSocket iopub = new();
    private readonly ResponseSocket heartbeat = new();
    private readonly NetMQQueue<(Channel Channel, NetMQMessage Frames)> outgoing = new();
    private readonly NetMQPoller poller;
    private readonly MessageCodec codec;
    private readonly Action<Channel, JupyterMessage> received;

    /// <param name="connection">Where to bind.</param>
    /// <param name="received">Takes every sound message; called by the thread that owns the sockets, so it must not wait.</param>
    /// <exception cref="BadInputException">A port is taken or the address is not this machine's.</exception>
    public KernelSockets(ConnectionFile connection, Action<Channel, JupyterMessage> received)
    {
        (codec, this.received) = (new MessageCodec(connection.Key), received);
        foreach (var (socket, port) in new (NetMQSocket, int)[] { (shell, connection.ShellPort), (control, connection.ControlPort), (stdin, connection.StdinPort), (iopub, connection.IopubPort), (heartbeat, connection.HbPort) })
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1); // the last replies still go out
            socket.Options.SendHighWatermark = 0; // outputs are limited per cell; none may be dropped
            try
            {
                socket.Bind(connection.Address(port));
            }
            catch (NetMQException error)
            {
                throw new BadInputException($"The kernel cannot listen at {connection.Address(port)}: {error.Message}. Start it again; the front end then chooses other ports.", error);
            }
        }
        shell.ReceiveReady += (_, _) => Receive(Channel.Shell, shell);
        control.ReceiveReady += (_, _) => Receive(Channel.Control, control);
        stdin.ReceiveReady += (_, _) => Receive(Channel.Stdin, stdin);
        heartbeat.ReceiveReady += (_, _) => heartbeat.SendFrame(heartbeat.ReceiveFrameBytes());
        outgoing.ReceiveReady += (_, _) =>
        {
            while (outgoing.TryDequeue(out var message, TimeSpan.Zero)) Socket(message.Channel).SendMultipartMessage(message.Frames);
        };
        poller = new NetMQPoller { shell, control, stdin, heartbeat, outgoing };
    }

    /// <summary>Sends from any thread; messages of one thread keep their order.</summary>
    public void Send(Channel channel, JupyterMessage message) => outgoing.Enqueue((channel, codec.Write(message)));

    /// <summary>Serves the sockets until <see cref="Stop"/>.</summary>
    public void Run() => poller.Run();

    /// <summary>Ends <see cref="Run"/> when everything handed over so far has been sent.</summary>
    public void Stop()
    {
        SpinWait.SpinUntil(() => outgoing.IsEmpty, TimeSpan.FromSeconds(1));
        poller.StopAsync();
    }

    public void Dispose()
    {
        poller.Dispose();
        outgoing.Dispose();
        foreach (var socket in new NetMQSocket[] { shell, control, stdin, iopub, heartbeat }) socket.Dispose();
    }

    private NetMQSocket Socket(Channel channel) => channel switch { Channel.Shell => shell, Channel.Control => control, Channel.Stdin => stdin, _ => iopub };

    private void Receive(Channel channel, RouterSocket socket)
    {
        var frames = socket.ReceiveMultipartMessage();
        try
        {
            received(channel, codec.Read(frames));
        }
        catch (FormatException refused)
        {
            Console.Error.WriteLine($"A message on the channel {channel.ToString().ToLowerInvariant()} is ignored: {refused.Message}.");
        }
    }
}
