namespace Drover.Web.Tls;

/// <summary>How what goes over TCP is encrypted.</summary>
public sealed record WebTlsOptions
{
    /// <summary>File with the authority that this daemon makes for itself: its certificate and its key.</summary>
    public required string AuthorityFile { get; init; }

    /// <summary>Names by which clients know the daemon.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>How long a certificate of the own authority is good; another one is made when a third of that is left.</summary>
    public TimeSpan CertificateTime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>File with a certificate that was given, and those between it and its authority; null for one of the own authority.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>File with its key.</summary>
    public string? KeyFile { get; init; }
}
