using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace SuperResolution.Workbench.Kernel;

/// <summary>The five sockets, bound to what the connection file says and nothing else.</summary>
internal sealed class KernelSockets : IDisposable
{
    private const int MostPeers = 250; // on all channels: a front end has five
    private static readonly string[] router = ["DEALER", "REQ", "ROUTER"];
    private static readonly TimeSpan moment = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<Channel, (Socket Listener, string Type, string[] Others)> channels = [];
    private readonly List<(Channel Channel, ZmtpPeer Peer, List<byte[]> Topics)> peers = [];
    private readonly ManualResetEventSlim stopped = new();
    private readonly Lock one = new();
    private readonly TextWriter log = Console.Error; // that of the process: cells may set another one
    private readonly MessageCodec codec;
    private readonly Action<Channel, JupyterMessage> received;
    private int connections, dropped;

    /// <param name="connection">Where to bind.</param>
    /// <param name="received">Takes every sound message, one at a time; everything else waits meanwhile, so it must not.</param>
    /// <exception cref="BadInputException">A port is taken or the address is not this machine's.</exception>
    public KernelSockets(ConnectionFile connection, Action<Channel, JupyterMessage> received)
    {
        (codec, this.received) = (new MessageCodec(connection.Key), received);
        channels[Channel.Shell] = (Listen(connection, connection.ShellPort), "ROUTER", router);
        channels[Channel.Control] = (Listen(connection, connection.ControlPort), "ROUTER", router);
        channels[Channel.Stdin] = (Listen(connection, connection.StdinPort), "ROUTER", router);
        channels[Channel.IOPub] = (Listen(connection, connection.IopubPort), "PUB", ["SUB", "XSUB"]);
        channels[Channel.Heartbeat] = (Listen(connection, connection.HbPort), "REP", ["REQ", "DEALER"]);
    }

    /// <summary>Sends from any thread; messages of one thread keep their order.</summary>
    public void Send(Channel channel, JupyterMessage message)
    {
        var frames = codec.Write(message);
        try
        {
            // a cell that is stopped here is stopped afterwards: what is half done in a finally is done
        }
        finally
        {
            lock (peers)
            {
                foreach (var to in peers.Where(to => to.Channel == channel))
                {
                    if (channel != Channel.IOPub && to.Peer.Identity.AsSpan().SequenceEqual(frames[0])) to.Peer.Send(frames[1..]);
                    else if (channel == Channel.IOPub && to.Topics.Any(topic => frames[0].AsSpan().StartsWith(topic)))
                        to.Peer.Send(frames);
                }
            }
        }
    }

    /// <summary>Serves the sockets until <see cref="Stop"/>.</summary>
    public void Run()
    {
        foreach (var channel in channels.Keys) Start($"{channel}", () => Accept(channel));
        stopped.Wait();
    }

    /// <summary>Ends <see cref="Run"/> when everything handed over so far has been sent.</summary>
    public void Stop()
    {
        SpinWait.SpinUntil(() => All().All(peer => peer.Peer.IsFlushed), TimeSpan.FromSeconds(1));
        stopped.Set();
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values) channel.Listener.Dispose();
        foreach (var (_, peer, _) in All()) peer.Dispose();
    }

    private static Socket Listen(ConnectionFile connection, int port)
    {
        var address = connection.Address(port);
        Socket? socket = null;
        try
        {
            var place = new IPEndPoint(connection.Ip == "*" ? IPAddress.Any : IPAddress.Parse(connection.Ip), port);
            socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // elsewhere that is so, and would forbid the port of a kernel that was just restarted
            if (OperatingSystem.IsWindows()) socket.ExclusiveAddressUse = true;
            socket.Bind(place);
            socket.Listen();
            return socket;
        }
        catch (Exception error) when (error is SocketException or FormatException)
        {
            socket?.Dispose();
            throw new BadInputException($"The kernel cannot listen at {address}: {error.Message}. Start it again; the front end then " +
                "chooses other ports.", error);
        }
    }

    private static void Start(string name, Action work) =>
        new Thread(() => work(), maxStackSize: 1 << 20) { IsBackground = true, Name = name }.Start();

    private (Channel Channel, ZmtpPeer Peer, List<byte[]> Topics)[] All()
    {
        lock (peers) return [.. peers];
    }

    private void Accept(Channel channel)
    {
        while (!stopped.IsSet)
        {
            Socket? socket = null;
            try
            {
                socket = channels[channel].Listener.Accept();
                if (Interlocked.Increment(ref connections) > MostPeers)
                    throw new FormatException($"there are {MostPeers} connections already");
                Start($"from {channel}", () => Serve(channel, socket));
            }
            catch (Exception error) // the system is short of something, or the process ends
            {
                if (stopped.IsSet) return;
                if (socket is not null) Interlocked.Decrement(ref connections);
                socket?.Dispose();
                Drop(channel, error);
                Thread.Sleep(moment);
            }
        }
    }

    /// <summary>Everything that comes in comes through here: whatever it is, it ends its own connection and nothing else.</summary>
    private void Serve(Channel channel, Socket socket)
    {
        try
        {
            using var peer = ZmtpPeer.Greet(socket, channels[channel].Type, channels[channel].Others);
            var entry = (channel, peer, new List<byte[]>());
            lock (peers) peers.Add(entry);
            try
            {
                while (true) Take(entry, peer.Receive());
            }
            finally
            {
                lock (peers) peers.Remove(entry);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // gone
        }
        catch (Exception error)
        {
            Drop(channel, error);
        }
        finally
        {
            Interlocked.Decrement(ref connections);
        }
    }

    private void Take((Channel Channel, ZmtpPeer Peer, List<byte[]> Topics) from, List<byte[]> frames)
    {
        try
        {
            switch (from.Channel)
            {
                case Channel.Heartbeat:
                    from.Peer.Send(frames);
                    break;
                case Channel.IOPub:
                    Subscribe(from.Topics, frames[0]);
                    break;
                default:
                    var message = codec.Read([from.Peer.Identity, .. frames]);
                    // An interrupt that was sent before a cell is not meant for it: what lies on the control channel goes first.
                    if (from.Channel == Channel.Shell)
                        SpinWait.SpinUntil(() => !All().Any(peer => peer.Channel == Channel.Control && peer.Peer.HasUnread), moment);
                    lock (one) received(from.Channel, message);
                    break;
            }
        }
        catch (Exception error)
        {
            Drop(from.Channel, error);
        }
    }

    private void Subscribe(List<byte[]> topics, byte[] frame)
    {
        if (frame is not [0 or 1, .. var topic] || topic.Length > 1000 || (frame[0] == 1 && topics.Count == MostPeers))
            throw new FormatException("it is no subscription");
        lock (peers)
        {
            if (frame[0] == 1) topics.Add(topic);
            else if (topics.FindIndex(known => known.AsSpan().SequenceEqual(topic)) is >= 0 and var at) topics.RemoveAt(at);
        }
    }

    /// <summary>
    /// Counts what was no message. Told are the first, second, fourth, eighth, …: a stream that nobody reads stands still when it is full,
    /// and whoever writes to it as well.
    /// </summary>
    private void Drop(Channel channel, Exception error)
    {
        var count = Interlocked.Increment(ref dropped);
        if (!BitOperations.IsPow2(count)) return;
        try
        {
            log.WriteLine($"A message on the channel {channel.ToString().ToLowerInvariant()} is ignored: " +
                $"{(error is FormatException ? error.Message : error.GetType().Name)}.{(count > 1 ? $" ({count} so far)" : "")}");
        }
        catch (Exception)
        {
            // no memory, or the log's disk is full
        }
    }
}
