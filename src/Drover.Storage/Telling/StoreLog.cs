using Microsoft.Extensions.Logging;

namespace Drover.Storage.Telling;

/// <summary>Lines about the store.</summary>
internal static partial class StoreLog
{
    public const string Category = "drover.store";

    [LoggerMessage(1100, LogLevel.Debug, "The store {Database} is open at record {Sequence}")]
    public static partial void Opened(ILogger log, string database, long sequence);

    [LoggerMessage(1101, LogLevel.Warning, "{Warning}")]
    public static partial void OpenedWith(ILogger log, string warning);

    [LoggerMessage(1102, LogLevel.Information, "The lease of the store is taken with term {Term}")]
    public static partial void Leads(ILogger log, long term);

    [LoggerMessage(1103, LogLevel.Error, "This writer has term {Term}, but the store has seen term {Known}: another daemon leads")]
    public static partial void Fenced(ILogger log, long term, long known);

    [LoggerMessage(1104, LogLevel.Debug, "Journal records up to {Sequence} were removed")]
    public static partial void Cut(ILogger log, long sequence);

    [LoggerMessage(1105, LogLevel.Warning, "The disk is nearly full: new jobs are refused, running ones go on")]
    public static partial void LowSpace(ILogger log);

    [LoggerMessage(1106, LogLevel.Information, "The disk has room again: new jobs are taken")]
    public static partial void SpaceAgain(ILogger log);

    [LoggerMessage(1107, LogLevel.Error, "The disk is full: the reserve file was given up, so that running jobs can be recorded")]
    public static partial void ReserveGivenUp(ILogger log);

    [LoggerMessage(1108, LogLevel.Information, "The reserve file is there again")]
    public static partial void ReserveAgain(ILogger log);

    [LoggerMessage(1109, LogLevel.Warning, "Upkeep of the store fails, while commits go on: {Problem}")]
    public static partial void UpkeepFails(ILogger log, string problem);

    [LoggerMessage(1110, LogLevel.Information, "Upkeep of the store succeeds again")]
    public static partial void UpkeepAgain(ILogger log);

    [LoggerMessage(1111, LogLevel.Critical, "The disk did not confirm a write, so what it holds is unknown and the daemon ends: {Problem}")]
    public static partial void NotSynced(ILogger log, string problem);
}
