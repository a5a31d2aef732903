using Microsoft.Extensions.Logging;

namespace Drover.Lab.Telling;

/// <summary>Lines about the lab.</summary>
internal static partial class LabLog
{
    public const string Category = "drover.lab";

    [LoggerMessage(1900, LogLevel.Information, "Worker {Worker} is online")]
    public static partial void WorkerOnline(ILogger log, string worker);

    [LoggerMessage(1901, LogLevel.Warning, "Worker {Worker} is offline: it has not been heard for too long; its jobs go on")]
    public static partial void WorkerOffline(ILogger log, string worker);

    [LoggerMessage(1902, LogLevel.Information, "Test job {Job} is given to worker {Worker} on device {Device}")]
    public static partial void Given(ILogger log, long job, string worker, string device);

    [LoggerMessage(1903, LogLevel.Information, "Test job {Job} runs on worker {Worker}")]
    public static partial void Runs(ILogger log, long job, string worker);

    [LoggerMessage(1904, LogLevel.Information, "Test job {Job} has ended: {Health}{Why}")]
    public static partial void Ended(ILogger log, long job, string health, string why);

    [LoggerMessage(1905, LogLevel.Information, "Health check of device {Device} is submitted as job {Job}")]
    public static partial void CheckSubmitted(ILogger log, string device, long job);

    [LoggerMessage(1906, LogLevel.Error, "The health check of device {Device} cannot be submitted, so the device is bad: {Problem}")]
    public static partial void CheckInvalid(ILogger log, string device, string problem);

    [LoggerMessage(1907, LogLevel.Error, "The log of test job {Job} may lack its end after a loss of power: {Problem}")]
    public static partial void LogNotSynced(ILogger log, long job, string problem);

    [LoggerMessage(1970, LogLevel.Warning, "The description of test job {Job} by worker {Worker} is longer than {Limit} bytes and is not kept")]
    public static partial void DescriptionTooLong(ILogger log, long job, string worker, int limit);

    [LoggerMessage(1971, LogLevel.Information, "Test job {Job} is canceled: it has waited for a device for longer than its definition allows")]
    public static partial void QueueTimeout(ILogger log, long job);

    [LoggerMessage(1972, LogLevel.Warning, "The log of test job {Job} has reached its limit ({Limit}): of what follows only results are kept")]
    public static partial void LogFull(ILogger log, long job, string limit);

    [LoggerMessage(1973, LogLevel.Warning, "No test job is started meanwhile: {Obstacle}")]
    public static partial void StartsHeld(ILogger log, string obstacle);

    [LoggerMessage(1974, LogLevel.Information, "Test jobs are started again")]
    public static partial void StartsGoOn(ILogger log);

    [LoggerMessage(1975, LogLevel.Warning, "Who hears of events of the lab has missed some: more of them waited than event-backlog allows")]
    public static partial void EventsMissed(ILogger log);

    [LoggerMessage(1976, LogLevel.Information, "{Count} logs of test jobs were removed")]
    public static partial void LogsRemoved(ILogger log, int count);

    [LoggerMessage(1977, LogLevel.Warning, "An old log is not removed: {Problem}")]
    public static partial void LogNotRemoved(ILogger log, string problem);
}
