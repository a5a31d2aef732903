using System.Net.Security;

namespace Drover.Doors.Certificates;

/// <summary>The certificate by which the daemon shows who it is, as it is now: a new one holds from the next connection on.</summary>
public interface ICertificateSource
{
    /// <summary>The certificate, with its key and what clients need besides. May be asked from any thread.</summary>
    SslStreamCertificateContext Current { get; }

    /// <summary>The certificate of the authority that clients must be told to trust (PEM); null when it is none of this daemon's.</summary>
    string? Authority { get; }
}
