namespace Drover.Pages.Overview.History;

/// <summary>How the queue was over a while.</summary>
/// <param name="At">When the while ended.</param>
/// <param name="Waiting">Most jobs that were seen to wait, for their turn or for locks.</param>
/// <param name="Running">Most jobs that were seen to run.</param>
/// <param name="Succeeded">Jobs that succeeded in it.</param>
/// <param name="Failed">Jobs that failed or were canceled in it.</param>
public readonly record struct QueueSample(DateTimeOffset At, int Waiting, int Running, long Succeeded, long Failed)
{
    /// <summary>This while and the one before it as one.</summary>
    public QueueSample After(QueueSample before) =>
        new(At, Math.Max(Waiting, before.Waiting), Math.Max(Running, before.Running), Succeeded + before.Succeeded, Failed + before.Failed);
}
