using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>What masters order.</summary>
public sealed partial class Supervisor
{
    /// <inheritdoc/>
    public async Task<NodeRefusal?> TellAsync(NodeCommand command, string group, string level, CancellationToken cancellationToken)
    {
        await AskForLeaseAsync(command, group, cancellationToken);
        return await OrderWithCltabAsync(command, look => Tell(command, group, level, look), refusal => refusal, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<NodeRefusal?> CancelAsync(NodeCommand command, string group, string reason, CancellationToken cancellationToken) => AskInTurnAsync(() => Obey(command, () =>
    {
        // What it cancels may still wait for the cltab.
        if (Find(group, out var refusal) is { } known)
            Take(known, new GroupEvent.Cancel(reason));
        return refusal;
    }, refusal => refusal), cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> ClearBackoffAsync(NodeCommand command, string group, string? tag, CancellationToken cancellationToken) => OrderAsync(command, () =>
    {
        if (FindForgiven(group, tag, out var refusal) is not { } known)
            return refusal;
        ServiceLog.BackoffCleared(_log, tag is null ? group : NameOf(known, tag));
        Take(known, new GroupEvent.ClearBackoff(tag));
        return null;
    }, refusal => refusal, cancellationToken);

    /// <inheritdoc/>
    public async Task<NodeRefusal?> HaltAsync(NodeCommand command, CancellationToken cancellationToken)
    {
        if (await OrderAsync<NodeRefusal?>(command, () => null, refusal => refusal, cancellationToken) is { } refused)
            return refused;
        await DrainAsync(cancellationToken);
        return null;
    }

    private NodeRefusal? Tell(NodeCommand command, string group, string level, CltabLook look)
    {
        if (_halting)
            return new NodeRefusal(NodeRefusalKind.Stopping);
        var notTaken = TakeCltab(look);
        if (Find(group, out var refusal) is not { } known)
            return refusal;
        if (!HasLease(known, command) && StartsSomething(known, level))
            return new NodeRefusal(NodeRefusalKind.NoLease);
        EndWait(known, new LevelEnd(LevelEndKind.Superseded, "SUPERSEDED", level));
        known.NoLease = null;
        known.Waiter = new LevelWaiter(command.Key, level);
        if (notTaken is not null)
            Log(known, $"{notTaken.Message} The last good contents stay in use.");
        if (known.Order?.Key == command.Key && known.State.Target == level)
        {
            // An earlier daemon took this order: its way goes on. (Keys begin anew with an empty state directory, hence the level.)
            Settle(known);
            return null;
        }
        known.Order = command;
        ServiceLog.Wanted(_log, group, level);
        Take(known, new GroupEvent.Tell(level));
        return null;
    }

    /// <summary>Carries out an order, unless it was carried out before, or comes from a master that leads no more.</summary>
    private Task<T> OrderAsync<T>(NodeCommand command, Func<T> carryOut, Func<NodeRefusal, T> refuse, CancellationToken cancellationToken) =>
        AskAsync(() => Obey(command, carryOut, refuse), cancellationToken);

    /// <summary>The same for an order that needs the cltab.</summary>
    private Task<T> OrderWithCltabAsync<T>(NodeCommand command, Func<CltabLook, T> carryOut, Func<NodeRefusal, T> refuse, CancellationToken cancellationToken) =>
        AskWithCltabAsync(look => Obey(command, () => carryOut(look), refuse), cancellationToken);

    private T Obey<T>(NodeCommand command, Func<T> carryOut, Func<NodeRefusal, T> refuse)
    {
        if (command.Term < _answered.Term)
            return refuse(new NodeRefusal(NodeRefusalKind.StaleTerm));
        _answered.Term = command.Term;
        if (_answered.TryFind<T>(command.Key, out var before, out var end))
        {
            if (end is not null)
                _reports.Add(number => new LevelEnded(number, command.Key, end));
            return before;
        }
        // Known before it is carried out: its end may come at once.
        _answered.Begin(command.Key);
        try
        {
            var answer = carryOut();
            if (answer is NodeRefusal { Kind: NodeRefusalKind.NoLease })
                // The lease that it names may come yet.
                _answered.Forget(command.Key);
            else
                _answered.Answer(command.Key, answer);
            return answer;
        }
        catch
        {
            _answered.Forget(command.Key);
            throw;
        }
    }

    private SupervisedGroup? Find(string name, out NodeRefusal? refusal)
    {
        refusal = null;
        if (_groups.TryGetValue(name, out var group) && !group.State.IsRemoved)
            return group;
        refusal = _inForce.Find(name) is { IsRefused: true } refused
            ? new NodeRefusal(NodeRefusalKind.BadGroup, Describe(refused.Errors[0]))
            : new NodeRefusal(NodeRefusalKind.NoSuchGroup);
        return null;
    }

    private string Describe(CltabProblem problem) => problem.Describe(CltabPath);
}
