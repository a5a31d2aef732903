using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Facts;

namespace Drover.Cluster.Nodes;

/// <summary>The machines of nodes, and what they say of themselves.</summary>
/// <param name="nodes">The machines that can be reached; null for none.</param>
/// <param name="patience">How long one is waited for.</param>
internal sealed class Machines(INodes? nodes, TimeSpan patience)
{
    /// <summary>Which machine is which node of a state.</summary>
    public MachineTies Of(KernelState state) => new(state, nodes);

    /// <summary>Asks the machines of nodes, all at once: it takes as long as the slowest of them, and no longer than one may take. Offline nodes are not asked.</summary>
    /// <param name="state">Says which machines are theirs.</param>
    /// <param name="asked">The nodes.</param>
    /// <param name="clock">Times the answers.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    /// <returns>What each has answered, in the order of the nodes.</returns>
    public ValueTask<MachineAnswer[]> AskAsync(KernelState state, IEnumerable<Node> asked, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ties = Of(state);
        return AskAsync([.. asked.Select(node => node.Offline ? AskedMachine.Offline : new AskedMachine(ties.MachineOf(node)))], clock, cancellationToken);
    }

    /// <inheritdoc cref="AskAsync(KernelState, IEnumerable{Node}, TimeProvider, CancellationToken)"/>
    public async ValueTask<MachineAnswer[]> AskAsync(IReadOnlyList<AskedMachine> asked, TimeProvider clock, CancellationToken cancellationToken)
    {
        var answers = new MachineAnswer[asked.Count];
        using var over = new CancellationTokenSource(Delays.Limited(patience), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var pending = new List<Task>();
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].IsOffline)
                continue;
            var machine = asked[i].Machine;
            if (machine is not { Presence.IsHere: true })
            {
                answers[i] = MachineAnswer.Away(machine?.Presence.Reason ?? "no agent of it has come");
                continue;
            }
            var answer = FiguresAsync(machine, either.Token);
            if (answer.IsCompleted)
                answers[i] = MachineAnswer.Of(await answer);
            else
                pending.Add(TakeAsync(i, answer));
        }
        await Task.WhenAll(pending);
        cancellationToken.ThrowIfCancellationRequested();
        return answers;

        async Task TakeAsync(int place, ValueTask<NodeFigures?> answer) => answers[place] = MachineAnswer.Of(await answer);
    }

    /// <summary>Figures of one machine; none when it fails or is too late, whether it heeds the token or not.</summary>
    private static async ValueTask<NodeFigures?> FiguresAsync(INode machine, CancellationToken over)
    {
        try
        {
            var answer = machine.Facts.ReadAsync(over);
            return answer.IsCompleted ? await answer : await answer.AsTask().WaitAsync(over);
        }
        catch (Exception)
        {
            // A cell without a value says so; a machine that fails must not cost the figures of the others.
            return null;
        }
    }
}

/// <summary>A machine that is to be asked.</summary>
/// <param name="Machine">The machine; null when none is known.</param>
/// <param name="IsOffline">Whether nobody is to talk to it.</param>
internal readonly record struct AskedMachine(INode? Machine, bool IsOffline = false)
{
    public static AskedMachine Offline { get; } = new(null, IsOffline: true);
}

/// <summary>What came of asking a machine.</summary>
/// <param name="Figures">Its figures; null when it gave none.</param>
/// <param name="Problem">Why it gave none, in words; null when it did, or was not asked.</param>
internal readonly record struct MachineAnswer(NodeFigures? Figures, string? Problem)
{
    public static MachineAnswer Of(NodeFigures? figures) => new(figures, figures is null ? "it gave no figures in time" : null);

    public static MachineAnswer Away(string reason) => new(null, $"it cannot be reached: {reason.TrimEnd('.')}");
}
