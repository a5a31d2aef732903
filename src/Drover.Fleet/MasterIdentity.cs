using System.Net;
using System.Security.Cryptography.X509Certificates;
using Drover.Doors.Certificates;

namespace Drover.Fleet;

/// <summary>Where agents find this master, and how they know it: by the authority that it made at its first start.</summary>
public sealed class MasterIdentity : IDisposable
{
    private readonly FleetOptions _options;
    private readonly CertificateAuthority? _authority;

    /// <summary>Reads the authority, or makes it, if agents may connect at all.</summary>
    /// <param name="options">Where agents connect.</param>
    /// <param name="authority">The file of the authority.</param>
    /// <param name="clock">Says whether it is still good.</param>
    /// <exception cref="DroverException"><c>WEB_CA</c>.</exception>
    public MasterIdentity(FleetOptions options, OwnCertificateOptions authority, TimeProvider clock)
    {
        _options = options;
        if (options.Listen is not null)
            _authority = CertificateAuthority.Open(authority.AuthorityFile, options.Node, clock.GetUtcNow(), authority.CertificateTime);
    }

    /// <summary>Where agents connect: set once the socket is bound; null when none may.</summary>
    public IPEndPoint? Address { get; internal set; }

    /// <summary>Where agents are told to look, as <c>HOST:PORT</c>.</summary>
    public IReadOnlyList<string> Masters =>
        _options.Masters.Count > 0 ? _options.Masters
        : Address is not { } address ? []
        : [$"{(IsAny(address.Address) ? _options.Node : address.Address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text)}:{address.Port}"];

    /// <summary>SHA-256 of the authority's certificate in hexadecimal digits; empty when no agent may connect.</summary>
    public string Fingerprint => _authority?.Fingerprint ?? "";

    /// <summary>The authority's certificate (PEM).</summary>
    internal string Certificate => Authority.Certificate;

    private CertificateAuthority Authority => _authority ?? throw new InvalidOperationException("No agent may connect to this master.");

    /// <inheritdoc/>
    public void Dispose() => _authority?.Dispose();

    /// <summary>Makes the certificate of a node.</summary>
    internal X509Certificate2 Issue(byte[] request, string node, DateTimeOffset now) => Authority.IssueToClient(request, node, now, _options.CertificateTime);

    /// <summary>Why a certificate is not one of a node of this cluster; null when it is.</summary>
    internal string? Problem(X509Certificate2 certificate, DateTimeOffset now) => Authority.Problem(certificate, now);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
