using System.Collections.Concurrent;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>Operations that wait for a node to bring a group to a level, by the keys of their orders.</summary>
internal sealed class LevelWaits
{
    private readonly ConcurrentDictionary<CommandKey, (Action<string> Log, TaskCompletionSource<LevelEnd> End)> _waits = new();

    /// <summary>Waits from now on; to be called before the order is given.</summary>
    /// <param name="key">Key of the order.</param>
    /// <param name="log">Takes what happens on the way.</param>
    public Task<LevelEnd> Begin(CommandKey key, Action<string> log)
    {
        var end = new TaskCompletionSource<LevelEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits[key] = (log, end);
        return end.Task;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Forget(CommandKey key) => _waits.TryRemove(key, out _);

    public void OnLogged(LevelLogged report)
    {
        if (_waits.TryGetValue(report.Command, out var wait))
            wait.Log(report.Text);
    }

    public void OnEnded(LevelEnded report)
    {
        if (_waits.TryRemove(report.Command, out var wait))
            wait.End.TrySetResult(report.End);
    }
}
