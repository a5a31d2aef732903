using Microsoft.Extensions.Logging;

namespace Drover.OpenId;

/// <summary>Lines about the provider, among those of the HTTP doors.</summary>
internal static partial class OpenIdLog
{
    public const string Category = "drover.http";

    [LoggerMessage(1616, LogLevel.Warning, "The provider {Issuer} cannot be asked who somebody is: {Problem}")]
    public static partial void Away(ILogger log, string issuer, string problem);

    [LoggerMessage(1617, LogLevel.Information, "The provider {Issuer} can be asked who somebody is")]
    public static partial void Here(ILogger log, string issuer);
}
