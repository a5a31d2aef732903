using System.Net;
using System.Net.Sockets;
using Drover.Kernel;

namespace Drover.Doors;

/// <summary>Who is at the other end of a connection. Places and memory are shared out by <see cref="Name"/>.</summary>
public sealed class Visitor
{
    private Visitor(Caller caller, string name, bool isLocal)
    {
        Caller = caller;
        Name = name;
        IsLocal = isLocal;
        IsOperator = AccessGate.Allows(caller, new Permission(AccessAction.Administer, Protected.Daemon));
    }

    /// <summary>Known by the socket's credentials, or a stranger.</summary>
    public Caller Caller { get; }

    /// <summary>The user or the address, for people: <c>uid:1000</c>, <c>198.51.100.7</c>, <c>2001:db8:0:1::/64</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it came over a UNIX socket.</summary>
    public bool IsLocal { get; }

    /// <summary>Whether it is known who it is: by the credentials of the socket, or because they have signed in.</summary>
    public bool IsKnown => IsLocal || !ReferenceEquals(Caller, Caller.Stranger);

    /// <summary>Whether the reserve of the doors is for them.</summary>
    public bool IsOperator { get; }

    /// <summary>A user of this machine, over a UNIX socket.</summary>
    public static Visitor Local(Caller caller) => new(caller, caller.Principal.ToString(), isLocal: true);

    /// <summary>Somebody on the network. One machine has a whole network of addresses of version 6, so that network is the caller.</summary>
    public static Visitor Remote(IPAddress address) => new(Caller.Stranger, NameOf(address), isLocal: false);

    /// <summary>Somebody on the network who has signed in.</summary>
    public static Visitor SignedIn(Caller caller) => new(caller, caller.Principal.ToString(), isLocal: false);

    private static string NameOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
