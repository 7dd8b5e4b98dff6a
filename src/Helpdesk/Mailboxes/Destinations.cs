using System.Net;
using System.Net.Sockets;

namespace Helpdesk.Mailboxes;

/// <summary>Where a connection of ours may go: never to addresses that only this machine's own infrastructure answers.</summary>
/// <remarks>
/// A setting or a name server that somebody else controls could turn our log-in towards the cloud's metadata address
/// (169.254.169.254) and such. Private networks stay allowed: mail servers live there.
/// </remarks>
static class Destinations
{
    /// <summary>Whether an address is one that no mail server and no token end point has.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? plain.GetAddressBytes() is [169, 254, ..] or [0, ..] or [>= 224, ..] or [100, 100, 100, 200]
            : plain.IsIPv6LinkLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any) || plain.Equals(IPAddress.Parse("fd00:ec2::254"));
    }

    /// <summary>Connects to a host at an address that was looked at; what the name meant a moment later does not matter.</summary>
    /// <exception cref="SocketException">The host is unknown, only has forbidden addresses (<see cref="SocketError.AccessDenied"/>), or does not answer.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken stop)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, stop);
        IPAddress[] allowed = [.. addresses.Where(a => !IsForbidden(a))];
        if (allowed.Length == 0)
        {
            throw new SocketException((int)SocketError.AccessDenied);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>For token end points: no redirects, since the one that answers gets the client secret.</summary>
    public static SocketsHttpHandler Http() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, stop) => new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop), ownsSocket: true),
    };
}
