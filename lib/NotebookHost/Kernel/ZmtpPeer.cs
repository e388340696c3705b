using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace SuperResolution.Workbench.Kernel;

/// <summary>
/// One connection in ZMTP 3.0, ZeroMQ's protocol on TCP (rfc.zeromq.org/spec/23), without encryption, as Jupyter uses it.
/// </summary>
/// <remarks>
/// It stands whatever a stranger on the same machine sends: a damaged greeting of a hundred bytes ended the thread of NetMQ that serves
/// all sockets. Every length is checked, and memory is taken for what has come only; what is not the protocol ends the connection and
/// nothing else. Threads block instead of awaiting: a cell may have taken every thread of the pool.
/// </remarks>
internal sealed class ZmtpPeer : IDisposable
{
    private const int More = 1, Long = 2, Command = 4; // a frame's flags
    private const int LongestMessage = 64 << 20, MostFrames = 1000, Taken = 64 << 10;
    private const long MostIncoming = 256 << 20, MostWaiting = 512 << 20;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10); // with a greeting

    private static long incoming; // bytes of all messages that have begun to come and are not complete

    private readonly Socket socket;
    private readonly BufferedStream input, output;
    private readonly Queue<IReadOnlyList<byte[]>> outgoing = [];
    private long waiting; // bytes, those that are being written included
    private bool closed;

    private ZmtpPeer(Socket socket)
    {
        this.socket = socket;
        (input, output) = (new(new NetworkStream(socket), Taken), new(new NetworkStream(socket), Taken));
    }

    /// <summary>What the other side calls itself, or what it is called here.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Whether bytes have come that nobody has looked at.</summary>
    public bool HasUnread
    {
        get
        {
            try
            {
                return socket.Available > 0;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether everything handed over has been given to the system.</summary>
    public bool IsFlushed => closed || Interlocked.Read(ref waiting) == 0;

    /// <summary>Greets the other side of a fresh connection, and owns it from here on.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="type">Which kind of ZeroMQ socket this side is.</param>
    /// <param name="others">Which kinds the other side may be.</param>
    /// <param name="identity">What this side calls itself.</param>
    /// <exception cref="FormatException">The other side speaks something else.</exception>
    public static ZmtpPeer Greet(Socket socket, string type, string[] others, string identity = "")
    {
        var peer = new ZmtpPeer(socket);
        try
        {
            (socket.NoDelay, socket.ReceiveTimeout) = (true, (int)patience.TotalMilliseconds);
            peer.Greet(type, others, identity);
            socket.ReceiveTimeout = 0;
            new Thread(peer.Write, maxStackSize: 256 << 10) { IsBackground = true, Name = $"to {type}" }.Start();
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <exception cref="EndOfStreamException">The other side has gone.</exception>
    /// <exception cref="FormatException">It has sent what is no message, or one that is too long.</exception>
    public List<byte[]> Receive()
    {
        var frames = new List<byte[]>();
        var left = LongestMessage;
        var held = 0L;
        try
        {
            while (true)
            {
                var (flags, body) = Frame(left, ref held);
                if ((flags & Command) != 0) continue; // of a later version of the protocol
                frames.Add(body);
                left -= body.Length;
                if ((flags & More) == 0) return frames;
                if (frames.Count == MostFrames) throw new FormatException($"it has more than {MostFrames} frames");
            }
        }
        finally
        {
            Interlocked.Add(ref incoming, -held);
        }
    }

    /// <summary>
    /// Hands a message over and returns at once. Who does not read what was sent loses the connection, not this process its memory.
    /// </summary>
    public void Send(IReadOnlyList<byte[]> frames)
    {
        lock (outgoing)
        {
            if (closed) return;
            outgoing.Enqueue(frames);
            if (Interlocked.Add(ref waiting, frames.Sum(frame => frame.Length)) > MostWaiting) Dispose();
            Monitor.Pulse(outgoing);
        }
    }

    public void Dispose()
    {
        lock (outgoing)
        {
            closed = true;
            Monitor.Pulse(outgoing);
        }
        socket.Dispose();
    }

    private void Greet(string type, string[] others, string identity)
    {
        // signature, version, mechanism, role, filler
        byte[] greeting = [0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[16 + 1 + 31]];
        output.Write(greeting);
        byte[] ready = [5, .. "READY"u8, .. Property("Socket-Type", type), .. Property("Identity", identity)];
        Write(Command, ready);
        output.Flush();

        var theirs = new byte[greeting.Length];
        input.ReadExactly(theirs);
        if (theirs[0] != greeting[0] || theirs[9] != greeting[9] || theirs[10] < 3
            || !theirs.AsSpan(12, 20).SequenceEqual(greeting.AsSpan(12, 20)))
            throw new FormatException("it does not begin like ZMTP 3");
        var held = 0L;
        var (flags, body) = Frame(Taken, ref held);
        Interlocked.Add(ref incoming, -held);
        if ((flags & Command) == 0 || !body.AsSpan().StartsWith("\x05READY"u8)) throw new FormatException("its greeting has no READY");
        var properties = Properties(body.AsSpan(6));
        if (!others.Contains(properties.GetValueOrDefault("Socket-Type") is { } kind ? Encoding.ASCII.GetString(kind) : ""))
            throw new FormatException($"it is no {string.Join(" or ", others)}");
        Identity = properties.GetValueOrDefault("Identity") is { Length: > 0 and < 256 } name ? name
            : [0, .. Guid.NewGuid().ToByteArray()];
    }

    private static byte[] Property(string name, string value)
    {
        byte[] property = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(value)];
        BinaryPrimitives.WriteInt32BigEndian(property.AsSpan(1 + name.Length), value.Length);
        return property;
    }

    private static Dictionary<string, byte[]> Properties(ReadOnlySpan<byte> text)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        while (!text.IsEmpty)
        {
            var name = text[0];
            if (text.Length < 1 + name + 4 || BinaryPrimitives.ReadUInt32BigEndian(text[(1 + name)..]) is var length
                && length > text.Length - (1 + name + 4))
                throw new FormatException("its greeting is damaged");
            found[Encoding.ASCII.GetString(text.Slice(1, name))] = text.Slice(1 + name + 4, (int)length).ToArray();
            text = text[(1 + name + 4 + (int)length)..];
        }
        return found;
    }

    private (int Flags, byte[] Body) Frame(int most, ref long held)
    {
        Span<byte> head = stackalloc byte[8];
        input.ReadExactly(head[..1]);
        var flags = (int)head[0];
        if (flags > (More | Long | Command)) throw new FormatException("it is no ZMTP");
        var size = head[((flags & Long) == 0 ? 7 : 0)..];
        head.Clear();
        input.ReadExactly(size);
        var length = BinaryPrimitives.ReadUInt64BigEndian(head);
        if (length > (ulong)most) throw new FormatException($"it is longer than {LongestMessage >> 20} MB");
        byte[] body = [];
        for (var got = 0; got < (int)length;)
        {
            if (got == body.Length)
            {
                var more = Math.Min((int)length - got, Math.Max(got, Taken));
                held += more;
                if (Interlocked.Add(ref incoming, more) > MostIncoming)
                    throw new FormatException("too many long messages come at the same time");
                Array.Resize(ref body, got + more);
            }
            var read = input.Read(body, got, body.Length - got);
            got += read > 0 ? read : throw new EndOfStreamException();
        }
        return (flags, body);
    }

    private void Write()
    {
        try
        {
            while (Next() is { } frames)
            {
                for (var i = 0; i < frames.Count; i++) Write(i < frames.Count - 1 ? More : 0, frames[i]);
                output.Flush();
                Interlocked.Add(ref waiting, -frames.Sum(frame => frame.Length));
            }
        }
        catch (Exception) // the connection is gone, whatever it was
        {
            Dispose();
        }
    }

    private IReadOnlyList<byte[]>? Next()
    {
        lock (outgoing)
        {
            while (outgoing.Count == 0 && !closed) Monitor.Wait(outgoing);
            return closed ? null : outgoing.Dequeue();
        }
    }

    private void Write(int flags, byte[] body)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteInt64BigEndian(head[1..], body.Length);
        if (body.Length < 256) head = head[7..]; // the length's last byte alone
        head[0] = (byte)(flags | (body.Length < 256 ? 0 : Long));
        output.Write(head);
        output.Write(body);
    }
}
