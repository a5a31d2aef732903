namespace Drover.Storage.Logs;

/// <summary>Wakes readers of logs that this process writes.</summary>
internal sealed class LogChanges
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);

    /// <summary>Ends with the next change of a log after this call.</summary>
    internal Task Next(string name)
    {
        lock (_gate)
        {
            if (!_awaited.TryGetValue(name, out var next))
                _awaited[name] = next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return next.Task;
        }
    }

    internal void Raise(string name)
    {
        TaskCompletionSource? next;
        lock (_gate)
            _awaited.Remove(name, out next);
        next?.SetResult();
    }
}
