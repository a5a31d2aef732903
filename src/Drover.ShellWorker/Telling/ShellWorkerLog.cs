using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Telling;

/// <summary>Lines about the built-in worker.</summary>
internal static partial class ShellWorkerLog
{
    public const string Category = "drover.worker";

    [LoggerMessage(2200, LogLevel.Information, "Worker {Worker} runs shell devices here, as {User}")]
    public static partial void Ready(ILogger log, string worker, string user);

    [LoggerMessage(2201, LogLevel.Information, "Test job {Job} is taken up where it is: {Phase}, definition {Definition}")]
    public static partial void TakenUp(ILogger log, long job, string phase, int definition);

    [LoggerMessage(2202, LogLevel.Warning, "Test job {Job} has device {Device} of type {Type}, which is no shell: worker {Worker} cannot run it")]
    public static partial void NotShell(ILogger log, long job, string device, string type, string worker);

    [LoggerMessage(2203, LogLevel.Error, "Test job {Job} could not go on and is tried again: {Problem}")]
    public static partial void Faulty(ILogger log, long job, string problem);

    [LoggerMessage(2204, LogLevel.Warning, "Of test job {Job} something could not be ended: {Remains}")]
    public static partial void Remains(ILogger log, long job, string remains);

    [LoggerMessage(2205, LogLevel.Warning, "What is left of test job {Job}, which is over, is ended")]
    public static partial void Orphan(ILogger log, long job);

    [LoggerMessage(2206, LogLevel.Error, "The record of test job {Job} cannot be read: {Problem}")]
    public static partial void Unreadable(ILogger log, long job, string problem);

    [LoggerMessage(2207, LogLevel.Information, "The work directory of test job {Job} is removed")]
    public static partial void Removed(ILogger log, long job);

    [LoggerMessage(2210, LogLevel.Information, "Worker {Worker} runs shell devices on its node, as {User}")]
    public static partial void NodeReady(ILogger log, string worker, string user);

    [LoggerMessage(2211, LogLevel.Warning, "Test job {Job} waits for node {Node}: {Reason}")]
    public static partial void Waits(ILogger log, long job, string node, string reason);

    [LoggerMessage(2212, LogLevel.Warning, "Test job {Job} has ended while node {Node} is away: its steps are ended when the node is back")]
    public static partial void EndedUnseen(ILogger log, long job, string node);
}
