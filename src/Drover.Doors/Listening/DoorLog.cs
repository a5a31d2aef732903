using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Drover.Doors.Listening;

/// <summary>Lines about the sockets of the web server.</summary>
internal static partial class DoorLog
{
    public const string Category = "drover.http";

    [LoggerMessage(1605, LogLevel.Warning, "New connections on {Address} wait: {Problem}. It is tried again every second")]
    public static partial void Waiting(ILogger log, string address, string problem);

    [LoggerMessage(1606, LogLevel.Warning, "The socket {Path} was removed or replaced: it is bound anew")]
    public static partial void BoundAnew(ILogger log, string path);

    [LoggerMessage(1607, LogLevel.Error, "The socket {Path} was removed or replaced and cannot be bound anew: {Problem}. It is tried again every 5 seconds")]
    public static partial void Lost(ILogger log, string path, string problem);

    [LoggerMessage(1608, LogLevel.Information, "The certificate is {Certificate}, for {Names}")]
    public static partial void CertificateInForce(ILogger log, string certificate, string names);

    public static void CertificateInForce(ILogger log, X509Certificate2 certificate, string names) =>
        CertificateInForce(log, $"{certificate.SerialNumber}, good until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm}", names);

    [LoggerMessage(1609, LogLevel.Warning, "{File} has changed and cannot be taken, so the certificate of before stays: {Problem}")]
    public static partial void CertificateNotTaken(ILogger log, string file, string problem);
}
