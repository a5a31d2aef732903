using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Drover.Cluster.MasterAddress;

/// <summary>The address of the master as the settings have it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">Length of the prefix of its network; null: that of one address alone.</param>
/// <param name="Device">The network device; null: the one that the cluster has on record.</param>
public sealed record MasterAddressOptions(IPAddress Address, int? Prefix, string? Device)
{
    /// <summary>Reads an address, alone or with the length of its prefix behind a slash; null if it is none that a machine can have.</summary>
    public static MasterAddressOptions? Parse(string text, string? device = null)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.ToString() != (slash < 0 ? text : text[..slash]))
            return null;
        if (slash < 0)
            return new MasterAddressOptions(address, null, device);
        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix >= 1 && prefix <= (address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32)
            ? new MasterAddressOptions(address, prefix, device)
            : null;
    }
}
