using Microsoft.Extensions.Logging;

namespace Drover.Tasks;

/// <summary>What the log says of tasks.</summary>
internal static partial class TasksLog
{
    public const string Category = "drover.tasks";

    [LoggerMessage(2900, LogLevel.Information, "Task {Task} is due: job {Job} was submitted")]
    public static partial void Submitted(ILogger log, string task, long job);

    [LoggerMessage(2901, LogLevel.Warning, "Task {Task} was due, and nothing was submitted: {Problem}")]
    public static partial void NotSubmitted(ILogger log, string task, string problem);
}
