using Drover.Kernel;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Cluster.Ssconf;

/// <summary>Has something kept in step with the configuration: at start, and after each change of an object that belongs to it.</summary>
/// <param name="write">Brings it into step with a state.</param>
/// <param name="isBehind">Whether it is not in step, so that it is tried again with whatever happens next.</param>
internal sealed class ConfigurationFollower(Action<KernelState> write, Func<bool> isBehind) : IDisposable
{
    private static readonly HashSet<string> s_kinds = new(
        ["cluster", "node", "nodegroup", "instance", "network", JobFilter.Kind.Name, QueueState.Kind.Name], StringComparer.Ordinal);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start(IKernel kernel)
    {
        var subscription = kernel.Events.Subscribe(MayMatter);
        write(kernel.State);
        _loop = FollowAsync(kernel, subscription);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        Dispose();
    }

    public void Dispose() => _stop.Dispose();

    private async Task FollowAsync(IKernel kernel, EventSubscription subscription)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                try
                {
                    while (await subscription.Records.WaitToReadAsync(_stop.Token))
                    {
                        var matters = false;
                        while (subscription.Records.TryRead(out var record))
                            matters |= ObjectRecords.KindOf(record) is { } kind && s_kinds.Contains(kind);
                        if (matters || isBehind())
                            write(kernel.State);
                    }
                    return;
                }
                catch (DroverException)
                {
                    // Too slow: what was missed is in the state anyway.
                    subscription.Dispose();
                    subscription = kernel.Events.Subscribe(MayMatter);
                    write(kernel.State);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
        finally
        {
            subscription.Dispose();
        }
    }

    /// <summary>What is worth being woken for; while it is behind everything, so that it is tried again soon.</summary>
    private bool MayMatter(JournalRecord record) => ObjectRecords.IsOfObjects(record) || isBehind();
}
