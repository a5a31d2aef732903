using System.Globalization;
using System.Net;

namespace Drover.Nodes.Addresses;

/// <summary>An address that a machine is given besides its own.</summary>
/// <param name="Address">The address, of version 4 or 6.</param>
/// <param name="Prefix">Length of the prefix of its network.</param>
/// <param name="Device">The network device that has it.</param>
public sealed record NodeAddress(IPAddress Address, int Prefix, string Device)
{
    /// <summary>Whether the machine's script sets it and takes it down, instead of the machine itself.</summary>
    public bool ByScript { get; init; }

    /// <summary>Address and device in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Prefix} on {Device}");
}
