using System.Collections.Immutable;
using System.Threading.Channels;
using Drover.Nodes.Leases;

namespace Drover.Services.Tests.Leases;

/// <summary>A master that grants what a test says.</summary>
internal sealed class FakeLeases : ILeaseSource
{
    private readonly Channel<string?> _asked = Channel.CreateUnbounded<string?>();
    private ImmutableDictionary<string, LeaseGrant> _grants = ImmutableDictionary<string, LeaseGrant>.Empty;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Whether it does not answer at all.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether it cannot be reached.</summary>
    public bool IsAway { get; set; }

    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Grants a group without telling so.</summary>
    public void Grant(string group, long number, TimeSpan time) => _grants = _grants.SetItem(group, new LeaseGrant(group, number, time));

    /// <summary>Takes a grant back without telling so.</summary>
    public void TakeBack(string group) => _grants = _grants.Remove(group);

    /// <summary>Says that there is something else to be asked for.</summary>
    public void Tell() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    /// <summary>The problem that the next question has with it.</summary>
    public async Task<string?> AskedAsync(CancellationToken cancellationToken) => await _asked.Reader.ReadAsync(cancellationToken);

    public async Task<IReadOnlyList<LeaseGrant>> AskAsync(string? problem, CancellationToken cancellationToken)
    {
        IReadOnlyList<LeaseGrant> grants = problem is null ? [.. _grants.Values] : [];
        _asked.Writer.TryWrite(problem);
        if (IsAway)
            throw new DroverException("NO_MASTER", "the connection was lost.");
        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return grants;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
