using System.Net;
using System.Net.Sockets;

namespace Drover.LavaWeb.Notify;

/// <summary>The client that makes the calls. Whom it may call is looked at with each connection, after redirections and names have been followed: so nobody gets around it.</summary>
internal static class CallbackClient
{
    private const string Everyone = "*";
    private const int MostRedirects = 5;

    public static HttpClient Create(CallbackOptions options) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = true,
        MaxAutomaticRedirections = MostRedirects,
        MaxResponseDrainSize = 0,
        ConnectTimeout = options.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(options.Hosts, context.DnsEndPoint, cancellationToken),
    })
    {
        // Each call has its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether an address may be called of a host that nobody has named: not this machine, its links, or many machines at once.</summary>
    internal static bool IsOutside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6Multicast)
            return false;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return true;
        var octets = address.GetAddressBytes();
        return !(octets[0] is 0 or 127 or >= 224 || (octets[0] == 169 && octets[1] == 254));
    }

    private static async ValueTask<Stream> ConnectAsync(IReadOnlyList<string> hosts, DnsEndPoint wanted, CancellationToken cancellationToken)
    {
        var isNamed = hosts.Contains(wanted.Host, StringComparer.OrdinalIgnoreCase);
        if (!isNamed && !hosts.Contains(Everyone))
            throw new CallRefusedException($"{wanted.Host} may not be called: name it in the setting callback-hosts");
        var addresses = await Dns.GetHostAddressesAsync(wanted.Host, cancellationToken);
        var allowed = isNamed ? addresses : [.. addresses.Where(IsOutside)];
        if (allowed.Length == 0)
            throw new CallRefusedException($"{wanted.Host} is this machine or one of its links, and may not be called: name it in the setting callback-hosts");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, wanted.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
