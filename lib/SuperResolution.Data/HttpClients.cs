using System.Net;
using System.Net.Sockets;

namespace SuperResolution.Datasets;

/// <summary>
/// The connections of all downloads: those to the addresses that were asked for, and those to where a public server sends us, which never
/// lead into this network.
/// </summary>
internal sealed class HttpClients
{
    private readonly HttpClient asked = Create(new SocketsHttpHandler());

    /// <summary>Refuses names that stand for addresses of this machine or its network.</summary>
    public HttpClient Outside { get; } = Create(new SocketsHttpHandler { ConnectCallback = ConnectOutsideAsync });

    public HttpClient For(Uri address, Uri target) => target.Host == address.Host || AddressRules.IsInside(address) ? asked : Outside;

    private static HttpClient Create(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false; // DownloadAttempt checks each target
        handler.AutomaticDecompression = DecompressionMethods.None; // ranges and checksums are about the bytes of the file
        handler.ConnectTimeout = TimeSpan.FromSeconds(20);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the stall timeout is per block
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity"); // some proxies pack what nobody asked them to
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SuperResolution-research-kit/0.1");
        return client;
    }

    private static async ValueTask<Stream> ConnectOutsideAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Dns.GetHostAddressesAsync(host, cancellation);
        var isProxy = host != context.InitialRequestMessage.RequestUri?.Host; // which resolves names itself, and may well be inside
        if (!isProxy && found.FirstOrDefault(AddressRules.IsInside) is { } inside)
            throw new DownloadFailure($"redirects to {host}, which is {inside}, an address inside this network", isTransient: false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, cancellation); // to the addresses that were checked: the name is not asked again
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
