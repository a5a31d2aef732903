using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;

namespace Drover.Kernel;

/// <summary>Does the daemon's own work at intervals: archiving, expiry, retention, and what domains add.</summary>
internal sealed class PeriodicRunner(KernelHost host) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];

    public void Start()
    {
        foreach (var work in host.Model.Works.Concat(QueueUpkeep.Works))
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
            {
                try
                {
                    await work.Work(host, _stop.Token);
                }
                catch (DroverException)
                {
                    // The next tick tries again; the store's own checks report what is wrong with it.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }
}
