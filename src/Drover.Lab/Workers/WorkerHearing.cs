using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Workers;

/// <summary>Who of the workers was heard when. In memory: only that one is heard again, or no more, is recorded. At a start all are as they were, and have the time of a
/// silence to be heard.</summary>
public sealed class WorkerHearing(LabOptions options, ILoggerFactory logging) : IController
{
    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private IKernel _kernel = null!;
    private readonly ConcurrentDictionary<string, Reservation> _own = new(StringComparer.Ordinal);

    /// <summary>The daemon is this worker itself, or its agent on a node is, so nobody else may come by its name while it has something to run.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isNode">Whether it is a node that has the name, instead of the setting lab-worker.</param>
    /// <param name="isUsed">Whether it has: a worker of LAVA on the same machine has the same name by default, and shall find it free where the daemon runs nothing.</param>
    public void Reserve(string name, bool isNode, Func<bool> isUsed) => _own[name] = new Reservation(isNode, isUsed);

    /// <summary>Why nobody may come by a name, in words; null when anybody may.</summary>
    public string? WhyReserved(string name) =>
        !_own.TryGetValue(name, out var own) || !own.IsUsed() ? null
        : own.IsNode ? $"'{name}' is the worker of the agent on node {name}. Start this one by another name (--name)"
        : $"'{name}' is the worker in the daemon. Start this one by another name (--name), or give that one another (the setting lab-worker)";

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        foreach (var worker in kernel.State.Workers())
            _heard[worker.Name] = kernel.Clock.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A worker is heard. Costs a look into memory, unless it was not online.</summary>
    /// <param name="name">Its name; checked by who calls.</param>
    /// <param name="version">Version of its program, where it has said.</param>
    public ValueTask HeardAsync(string name, string? version = null)
    {
        _heard[name] = _kernel.Clock.GetTimestamp();
        return _kernel.State.Objects.Find(Worker.Kind, name) is { Online: true } worker && (version is null || version == worker.Version)
            ? ValueTask.CompletedTask
            : new ValueTask(RecordAsync(name, version));
    }

    /// <summary>The daemon's own worker is there. One that nobody has added is not added by that.</summary>
    public ValueTask PresentAsync(string name)
    {
        _heard[name] = _kernel.Clock.GetTimestamp();
        return _kernel.State.Objects.Find(Worker.Kind, name) is { Online: false } ? HeardAsync(name) : ValueTask.CompletedTask;
    }

    /// <summary>When a worker was last heard since the start; null when it was not.</summary>
    public TimeSpan? SilenceOf(string name) => _heard.TryGetValue(name, out var at) ? _kernel.Clock.GetElapsedTime(at) : null;

    /// <summary>Records the silence of those that have been silent for too long.</summary>
    internal async Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var worker in kernel.State.Workers().Where(worker => worker.Online && !(SilenceOf(worker.Name) < options.WorkerSilence)))
            if (await kernel.ExecuteAsync(new LoseWorker(worker.Name), Caller.System, cancellationToken))
                LabLog.WorkerOffline(_log, worker.Name);
    }

    private async Task RecordAsync(string name, string? version)
    {
        await _kernel.ExecuteAsync(new HearWorker(name, version), Caller.System, CancellationToken.None);
        LabLog.WorkerOnline(_log, name);
    }

    private sealed record Reservation(bool IsNode, Func<bool> IsUsed);
}
