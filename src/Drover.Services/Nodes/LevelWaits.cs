using System.Collections.Concurrent;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>Operations that wait for a node to bring a group to a level, by the keys of their orders.</summary>
internal sealed class LevelWaits
{
    private readonly ConcurrentDictionary<(string Node, CommandKey Key), (Action<string> Log, TaskCompletionSource<LevelEnd> End)> _waits = new();

    /// <summary>Waits from now on; to be called before the order is given.</summary>
    /// <param name="node">The node that it is given to: no other can report its end.</param>
    /// <param name="key">Key of the order.</param>
    /// <param name="log">Takes what happens on the way.</param>
    public Task<LevelEnd> Begin(string node, CommandKey key, Action<string> log)
    {
        var end = new TaskCompletionSource<LevelEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits[(node, key)] = (log, end);
        return end.Task;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Forget(string node, CommandKey key) => _waits.TryRemove((node, key), out _);

    public void OnLogged(string node, LevelLogged report)
    {
        if (_waits.TryGetValue((node, report.Command), out var wait))
            wait.Log(report.Text);
    }

    public void OnEnded(string node, LevelEnded report)
    {
        if (_waits.TryRemove((node, report.Command), out var wait))
            wait.End.TrySetResult(report.End);
    }
}
