namespace Drover.Kernel.Operations;

/// <summary>An operation, or its step before locking, while it runs.</summary>
/// <param name="context">What it works with.</param>
/// <param name="isRepeatable">Whether the next start of the daemon takes it up again, so that a stop need not wait for it.</param>
internal sealed class RunningOperation(OperationContext context, bool isRepeatable) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public OperationContext Context { get; } = context;

    public bool IsRepeatable { get; } = isRepeatable;

    public CancellationToken Token => _stop.Token;

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Asks it to stop.</summary>
    /// <param name="reason">Why, in words; null when nobody gave a reason.</param>
    public void Stop(string? reason)
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            Context.StopReason ??= reason;
            _ = _stop.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        Context.Dispose();
    }
}
