using Microsoft.Extensions.Logging;

namespace Drover.Agent.Telling;

/// <summary>Lines about the account files of the machine.</summary>
internal static partial class AccountsLog
{
    public const string Category = "drover.accounts";

    [LoggerMessage(2700, LogLevel.Information, "Changed by others: {What} {Name} {Change}: {Difference}")]
    public static partial void Outside(ILogger log, string what, string name, string change, string difference);

    [LoggerMessage(2701, LogLevel.Warning, "Account files: {Problem}")]
    public static partial void Problem(ILogger log, string problem);

    [LoggerMessage(2702, LogLevel.Error, "The account files cannot be read, what was known of them is shown: {Problem}")]
    public static partial void NotRead(ILogger log, string problem);

    [LoggerMessage(2703, LogLevel.Warning, "Changes that others make to the account files are seen half a minute later: {Problem}")]
    public static partial void NotWatched(ILogger log, string problem);

    [LoggerMessage(2704, LogLevel.Warning, "A change of the account files that a crash had cut off is completed: {Files}")]
    public static partial void Completed(ILogger log, string files);

    [LoggerMessage(2705, LogLevel.Warning, "A change of the account files that a crash had cut off is left as it is: others have changed them since")]
    public static partial void LeftIncomplete(ILogger log);

    [LoggerMessage(2706, LogLevel.Error, "A change of the account files that a crash had cut off is not completed yet: {Problem}")]
    public static partial void NotCompleted(ILogger log, string problem);
}
