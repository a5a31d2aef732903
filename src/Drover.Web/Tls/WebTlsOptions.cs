using Drover.Doors.Certificates;

namespace Drover.Web.Tls;

/// <summary>How what goes over TCP is encrypted.</summary>
public sealed record WebTlsOptions : OwnCertificateOptions
{
    /// <summary>File with a certificate that was given, and those between it and its authority; null for one of the own authority.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>File with its key.</summary>
    public string? KeyFile { get; init; }
}
