using Drover.Kernel;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Doors;

/// <summary>Lines about the HTTP doors.</summary>
internal static partial class HttpLog
{
    public const string Category = "drover.http";

    [LoggerMessage(1600, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger log, string address);

    [LoggerMessage(1601, LogLevel.Warning, "{Count} HTTP connections of {Caller} were turned away: {Reason}")]
    public static partial void TooMany(ILogger log, long count, string caller, string reason);

    [LoggerMessage(1602, LogLevel.Debug, "{Method} {Path} of {Actor} was refused: {Code}")]
    public static partial void Refused(ILogger log, string method, string path, Principal actor, string code);

    [LoggerMessage(1604, LogLevel.Warning, "{Count} followers of events or logs of {Caller} were turned away: {Reason}")]
    public static partial void TooManyFollowers(ILogger log, long count, string caller, string reason);

    [LoggerMessage(1610, LogLevel.Information, "{User} signed in from {Address} by {Means}")]
    public static partial void SignedIn(ILogger log, Principal user, string address, string means);

    [LoggerMessage(1611, LogLevel.Warning, "{Count} attempts to sign in from {Address} were refused, the last one as {User}: {Reason}")]
    public static partial void SignInRefused(ILogger log, long count, string address, string user, string reason);

    [LoggerMessage(1612, LogLevel.Information, "The session of {User} from {Address} was ended by {Actor}")]
    public static partial void SignedOut(ILogger log, Principal user, string address, Principal actor);

    [LoggerMessage(1613, LogLevel.Warning, "Sessions of browsers are not kept over a restart, for {File} cannot be read or written: {Problem}")]
    public static partial void SessionsNotKept(ILogger log, string file, string problem);

    [LoggerMessage(1614, LogLevel.Information, "{User} has another password, from {Address}")]
    public static partial void PasswordChanged(ILogger log, Principal user, string address);

    [LoggerMessage(1615, LogLevel.Warning, "{Count} attempts to sign in by OpenID Connect from {Address} were refused, the last one because {Reason}")]
    public static partial void ProviderRefused(ILogger log, long count, string address, string reason);

    [LoggerMessage(1603, LogLevel.Error, "{Method} {Path} failed by a defect of the program")]
    public static partial void Failed(ILogger log, string method, string path, Exception failure);
}
