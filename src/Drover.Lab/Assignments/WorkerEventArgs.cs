namespace Drover.Lab.Assignments;

/// <summary>Something has changed for a worker.</summary>
public sealed class WorkerEventArgs(string worker) : EventArgs
{
    /// <summary>The worker.</summary>
    public string Worker { get; } = worker;
}
