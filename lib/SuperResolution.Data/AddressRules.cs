using System.Net;
using System.Net.Sockets;

namespace SuperResolution.Datasets;

/// <summary>Which addresses may be asked, at first and after a redirect.</summary>
internal static class AddressRules
{
    /// <summary>Null when an address may be asked, else why not.</summary>
    public static string? Refuse(Uri address)
    {
        if (!address.IsAbsoluteUri) return "is no complete address";
        if (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) return null;
        return $"'{address.Scheme}' is not allowed, only https";
    }

    /// <summary>Null when a server may send us from one address to another, else why not.</summary>
    public static string? RefuseRedirect(Uri from, Uri to)
    {
        if (Refuse(to) is { } reason) return $"redirects to {to}: {reason}";
        // A public server must not make this machine ask its own network.
        if (IsInside(to) && !IsInside(from)) return $"redirects to {to}, an address inside this network";
        return null;
    }

    /// <summary>Whether an address names this machine or a private network. Names are not resolved.</summary>
    public static bool IsInside(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.IdnHost, out var ip) && IsInside(ip));

    /// <summary>Whether it is an address of this machine or of a private network.</summary>
    public static bool IsInside(IPAddress ip)
    {
        if (IPAddress.IsLoopback(ip)) return true;
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal || ip.Equals(IPAddress.IPv6Any);
        var b = ip.GetAddressBytes();
        return b[0] is 0 or 10 or 127 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168)
            || (b[0] == 169 && b[1] == 254) || (b[0] == 100 && b[1] is >= 64 and < 128);
    }
}
