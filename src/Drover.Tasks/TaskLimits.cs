namespace Drover.Tasks;

/// <summary>Bounds of tasks.</summary>
public sealed class TaskLimits
{
    /// <summary>How many tasks are kept; 1,000 unless it is set.</summary>
    public int Tasks { get; init; } = 1_000;

    /// <summary>How late a task may be and still count as on time, so that it runs also when nothing is caught up; a minute unless it is set.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMinutes(1);
}
