using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Drover.Doors.Certificates;

/// <summary>A name or an address that stands in a certificate.</summary>
/// <param name="Text">As clients write it.</param>
internal readonly record struct CertificateName(string Text)
{
    /// <summary>All by which this daemon may be addressed: its names, and the addresses on which it listens.</summary>
    /// <param name="hostNames">Names of the settings.</param>
    /// <param name="listen">Where it listens.</param>
    public static IReadOnlyList<CertificateName> Of(IEnumerable<string> hostNames, IPAddress listen)
    {
        var isAny = listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any);
        IEnumerable<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. isAny ? OfThisMachine() : [listen]];
        return [.. hostNames.Prepend("localhost").Where(name => Uri.CheckHostName(name) is not UriHostNameType.Unknown)
            .Concat(addresses.Select(address => address.ToString())).Distinct(StringComparer.OrdinalIgnoreCase).Select(text => new CertificateName(text))];
    }

    public void AddTo(SubjectAlternativeNameBuilder names)
    {
        if (IPAddress.TryParse(Text, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(Text);
    }

    /// <summary>Addresses of a link alone need the name of the link besides, which no certificate has.</summary>
    private static IEnumerable<IPAddress> OfThisMachine()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(link => link.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
                .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal).OrderBy(address => address.ToString(), StringComparer.Ordinal)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }
}
