using System.Collections.Concurrent;
using Drover.Kernel.Journal;
using Drover.Kernel.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel;

/// <summary>Work on the store that the writer does in small steps between its turns, so that no turn waits for long.</summary>
internal sealed class UpkeepSteps(ILogger log)
{
    private readonly ConcurrentQueue<Upkeep> _waiting = new();
    private volatile string? _problem;

    private sealed record Upkeep(string Name, Func<IStore, bool> Step, TaskCompletionSource Done);

    /// <summary>What failed last, in words; empty when the last step went well.</summary>
    public IEnumerable<string> Problems => _problem is { } problem ? [problem] : [];

    /// <summary>Adds work. Its task ends when a step has told that nothing is left, or failed.</summary>
    public Task Add(string name, Func<IStore, bool> step)
    {
        var upkeep = new Upkeep(name, step, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Enqueue(upkeep);
        return upkeep.Done.Task;
    }

    /// <summary>Does one step on the writer's thread. True when there is more to do.</summary>
    public bool RunStep(IStore store)
    {
        if (!_waiting.TryPeek(out var upkeep))
            return false;
        try
        {
            if (upkeep.Step(store))
                return true;
            upkeep.Done.SetResult();
            _problem = null;
            KernelLog.UpkeepDone(log, upkeep.Name);
        }
        catch (Exception e) when (e is not StoreException { IsFatal: true })
        {
            _problem = $"upkeep '{upkeep.Name}' failed: {e.Message}";
            upkeep.Done.SetException(e);
            KernelLog.UpkeepFailed(log, upkeep.Name, e);
        }
        _waiting.TryDequeue(out _);
        return !_waiting.IsEmpty;
    }
}
