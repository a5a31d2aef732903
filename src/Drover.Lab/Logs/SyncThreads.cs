using System.Diagnostics.CodeAnalysis;

namespace Drover.Lab.Logs;

/// <summary>A few threads that wait for the disk, so that those of the pool need not: they are as few as the processors, and everything else runs on them. Several syncs at once also share what the
/// file system writes for them.</summary>
internal sealed class SyncThreads : TaskScheduler
{
    private const int Threads = 4;

    // Monitor's own kind of lock, because threads wait for it to change.
    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = [];
    private int _started;
    private bool _isOver;

    public override int MaximumConcurrencyLevel => Threads;

    /// <summary>Runs what blocks.</summary>
    public Task RunAsync(Action sync) => Task.Factory.StartNew(sync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Ends the threads when they have done what waits.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (_isOver)
                throw new InvalidOperationException("The daemon is stopping: nothing is synced any more.");
            _waiting.Enqueue(task);
            Monitor.Pulse(_gate);
            if (_started < Threads)
                new Thread(Work) { IsBackground = true, Name = $"log-sync-{++_started}" }.Start();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _waiting];
    }

    private void Work()
    {
        while (TryNext(out var task))
            TryExecuteTask(task);
    }

    /// <summary>Waits for the next task; false when there will be none.</summary>
    private bool TryNext([NotNullWhen(true)] out Task? next)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isOver)
                Monitor.Wait(_gate);
            return _waiting.TryDequeue(out next);
        }
    }
}
