using System.Collections.Concurrent;
using Drover.Nodes;
using Drover.Nodes.Leases;
using Drover.NodeWire.Translation;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Connecting;

/// <summary>Leases from the master that is connected. A question ends with the connection over which it went.</summary>
internal sealed class MasterLeases : ILeaseSource
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<IReadOnlyList<LeaseGrant>>> _asked = new();
    private readonly Pulse _changed = new();
    private Func<P.AgentMessage, CancellationToken, ValueTask>? _send;
    private long _last;

    /// <inheritdoc/>
    public Task Changed => _changed.Next;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LeaseGrant>> AskAsync(string? problem, CancellationToken cancellationToken)
    {
        var send = Volatile.Read(ref _send) ?? throw Lost();
        var (id, answer) = (Interlocked.Increment(ref _last), new TaskCompletionSource<IReadOnlyList<LeaseGrant>>(TaskCreationOptions.RunContinuationsAsynchronously));
        _asked[id] = answer;
        try
        {
            var question = new P.AskLeases { Id = id };
            if (problem is not null)
                question.Problem = problem;
            await send(new P.AgentMessage { AskLeases = question }, cancellationToken);
            // It may have been lost since, and then nobody ends this one any more.
            if (Volatile.Read(ref _send) != send)
                throw Lost();
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>A master has come, and is asked from now on.</summary>
    /// <param name="send">Says something to it.</param>
    public void Begin(Func<P.AgentMessage, CancellationToken, ValueTask> send)
    {
        Volatile.Write(ref _send, send);
        Change();
    }

    /// <summary>It is lost.</summary>
    public void End()
    {
        Volatile.Write(ref _send, null);
        foreach (var answer in _asked.Values)
            answer.TrySetException(Lost());
    }

    /// <summary>Takes an answer. One to a question that nobody waits for any more is passed over.</summary>
    public void Take(P.Leases leases)
    {
        if (_asked.TryGetValue(leases.Id, out var answer))
            answer.TrySetResult([.. leases.Given.Select(grant => grant.ToGrant())]);
    }

    /// <summary>There is something else to be asked for.</summary>
    public void Change() => _changed.Beat();

    private static DroverException Lost() => new("NO_MASTER", "no master is connected");
}
