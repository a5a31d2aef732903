namespace Drover.Doors.Certificates;

/// <summary>How the daemon makes certificates for itself.</summary>
public record OwnCertificateOptions
{
    /// <summary>File with the authority that this daemon makes for itself: its certificate and its key.</summary>
    public required string AuthorityFile { get; init; }

    /// <summary>Names by which clients know the daemon.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>How long a certificate of the own authority is good; another one is made when a third of that is left.</summary>
    public TimeSpan CertificateTime { get; init; } = TimeSpan.FromDays(90);
}
