using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SuperResolution.Tests.Datasets;

/// <summary>A web server on the loopback address that answers byte for byte what a test wants, lies included.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, byte[]?> answer;

    /// <param name="answer">The raw response to a request; the connection is closed after it. Null: it is closed at once.</param>
    public LoopbackServer(Func<Request, byte[]?> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    public sealed record Request(int Number, string Path, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The position that a resuming client asks for, or 0.</summary>
        public int From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;
    }

    public List<Request> Requests { get; } = [];

    public Uri Address(string path) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{path}");

    /// <summary>A response with a content length that may be a lie.</summary>
    public static byte[] Response(ReadOnlySpan<byte> body, string status = "200 OK", long? length = null, string extra = "")
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{extra}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>What an honest server answers: the whole file, or the rest of it when asked for a range.</summary>
    public static byte[] Honest(Request request, byte[] file, string tag = "\"v1\"")
    {
        var from = request.From;
        if (from > 0 && request.Headers.TryGetValue("If-Range", out var condition) && condition != tag) from = 0;
        return from == 0
            ? Response(file, extra: $"ETag: {tag}\r\n")
            : Response(file.AsSpan(from), "206 Partial Content",
                extra: $"ETag: {tag}\r\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n");
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => Serve(connection));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(TcpClient connection)
    {
        using var _ = connection;
        try
        {
            using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII, false, 1, leaveOpen: true);
            var path = reader.ReadLine()!.Split(' ')[1].TrimStart('/');
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (reader.ReadLine() is { Length: > 0 } line) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
            Request request;
            lock (Requests) Requests.Add(request = new Request(Requests.Count + 1, path, headers));
            if (answer(request) is { } response) connection.GetStream().Write(response);
        }
        catch (IOException)
        {
            // The client hung up, as some tests want it to.
        }
    }
}
