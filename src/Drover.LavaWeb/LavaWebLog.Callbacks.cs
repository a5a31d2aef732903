using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb;

internal static partial class LavaWebLog
{
    [LoggerMessage(2350, LogLevel.Information, "Test job {Job} is {State}: {Url} was called ({Outcome})")]
    public static partial void Called(ILogger log, long job, string state, string url, string outcome);

    [LoggerMessage(2351, LogLevel.Warning, "Test job {Job} is {State}: {Url} was called in vain and is called again in {Seconds} s: {Outcome}")]
    public static partial void CallFailed(ILogger log, long job, string state, string url, string outcome, double seconds);

    [LoggerMessage(2352, LogLevel.Error, "Test job {Job} is {State}: {Url} is called no more after {Attempts} times: {Outcome}")]
    public static partial void CallGivenUp(ILogger log, long job, string state, string url, string outcome, int attempts);

    [LoggerMessage(2353, LogLevel.Error, "What came of a call for test job {Job} could not be recorded, so it is made again: {Problem}")]
    public static partial void CallNotRecorded(ILogger log, long job, string problem);
}
