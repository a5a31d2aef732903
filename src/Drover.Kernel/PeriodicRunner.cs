using System.Collections.Concurrent;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel;

/// <summary>Does the daemon's own work at intervals: archiving, expiry, retention, and what domains add. Work that fails is tried again at its
/// next time.</summary>
internal sealed class PeriodicRunner(KernelHost host, ILogger log) : IDisposable
{
    /// <summary>Failures in a row after which work counts as broken.</summary>
    private const int MostFailures = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private readonly ConcurrentDictionary<string, Failure> _failures = new(StringComparer.Ordinal);

    private sealed record Failure(int Times, string Message);

    /// <summary>Work that has failed several times in a row, in words.</summary>
    public IEnumerable<string> Problems =>
        from failure in _failures
        where failure.Value.Times >= MostFailures
        orderby failure.Key
        select $"periodic work '{failure.Key}' has failed {failure.Value.Times} times in a row: {failure.Value.Message}";

    public void Start()
    {
        foreach (var work in host.Model.Works.Concat(QueueUpkeep.Works(host)))
            _tasks.Add(RunAsync(work));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(PeriodicWork work)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(work.Interval, host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await TryAsync(work);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private async Task TryAsync(PeriodicWork work)
    {
        try
        {
            await work.Work(host, _stop.Token);
            if (_failures.TryRemove(work.Name, out _))
                KernelLog.WorkAgain(log, work.Name);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            var failure = _failures.AddOrUpdate(work.Name, _ => new Failure(1, e.Message), (_, before) => new Failure(before.Times + 1, e.Message));
            if (failure.Times == 1)
                KernelLog.WorkFailed(log, work.Name, e);
            else if (failure.Times == MostFailures)
                KernelLog.WorkBroken(log, work.Name, failure.Times, e.Message);
            host.Faults.Add(new DomainFault("the daemon", $"periodic work '{work.Name}'", e), isTold: true);
        }
    }
}
