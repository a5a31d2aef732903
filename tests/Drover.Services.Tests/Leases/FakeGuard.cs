using System.Threading.Channels;
using Drover.Agent.Leases;

namespace Drover.Services.Tests.Leases;

/// <summary>A guard that kills nobody.</summary>
internal sealed class FakeGuard : ILeaseGuard
{
    private readonly Channel<bool> _started = Channel.CreateUnbounded<bool>();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _watches;

    public string? Problem { get; set; }

    /// <summary>Why the next one does not start; null: it does.</summary>
    public string? StartProblem { get; set; }

    /// <summary>Called when it is asked to watch.</summary>
    public Action OnWatch { get; set; } = () => { };

    public Task Ended => _ended.Task;

    public Task<string?> WatchAsync(CancellationToken cancellationToken)
    {
        OnWatch();
        if (_watches || StartProblem is not null)
            return Task.FromResult(StartProblem);
        (_watches, _ended) = (true, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _started.Writer.TryWrite(true);
        return Task.FromResult<string?>(null);
    }

    /// <summary>Waits for the next start.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken) => await _started.Reader.ReadAsync(cancellationToken);

    /// <summary>It dies.</summary>
    public void End()
    {
        _watches = false;
        _ended.TrySetResult();
    }

    public void Dispose()
    {
    }
}
