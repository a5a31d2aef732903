using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Levels;

/// <summary>A change of level that is watched for a while after it has come to its end: a group that does not hold the level goes back to the one that it had.</summary>
/// <param name="context">The job.</param>
/// <param name="waits">Where ends of orders come.</param>
/// <param name="before">Levels of before.</param>
/// <param name="group">The group.</param>
/// <param name="level">The level.</param>
/// <param name="time">How long it is watched.</param>
internal sealed class WatchedChange(OperationContext context, LevelWaits waits, LevelsBefore before, string group, string level, TimeSpan time)
{
    /// <summary>Where a group goes back to that had no level: nothing of it ran.</summary>
    public const string NoLevel = "off";

    /// <summary>The parameter of opcodes.</summary>
    public static OpcodeParameter Parameter { get; } = new("watch", ParameterType.IntegerBetween(0, 86_400), "0"u8.ToArray(), Required: false);

    /// <summary>How long a change is to be watched, as its opcode says; zero if it is not.</summary>
    public static TimeSpan TimeOf(OperationContext context) => TimeSpan.FromSeconds(context["watch"].GetInt32());

    /// <summary>Gives the order, waits for its end, and watches.</summary>
    /// <param name="node">The node.</param>
    /// <param name="order">The order.</param>
    /// <param name="backStep">Number of the order that brings the group back.</param>
    /// <param name="cancellationToken">Set to give it up; what is reached stays.</param>
    /// <returns>The word of the group.</returns>
    /// <exception cref="OperationException">The level was not reached, or not held.</exception>
    public async Task<string> RunAsync(INode node, AwaitedOrder order, int backStep, CancellationToken cancellationToken)
    {
        if (before.WhyBack(node.Name) is { } known)
            throw await GoBackAsync(node, order, backStep, known, cancellationToken);
        var end = await NodeOrders.EndOfAsync(context, waits, node, order, cancellationToken);
        if (end.Kind is LevelEndKind.Superseded or LevelEndKind.Halting or LevelEndKind.Removed)
            throw NodeWords.Failed(end, group, level);
        var problem = end.Kind == LevelEndKind.Reached ? await WatchAsync(node, cancellationToken) : $"it is {end.Word}: {end.Detail}";
        if (problem is null)
            return end.Word;
        await before.GoBackAsync(node.Name, problem, cancellationToken);
        throw await GoBackAsync(node, order, backStep, problem, cancellationToken);
    }

    /// <summary>Looks whenever something of the node changes.</summary>
    /// <returns>Why the level was not held; null if it was.</returns>
    private async Task<string?> WatchAsync(INode node, CancellationToken cancellationToken)
    {
        var began = context.Clock.GetTimestamp();
        int? restarts = null;
        while (true)
        {
            var version = node.Services.View.Version;
            var (row, away) = await LookAsync(node, cancellationToken);
            restarts ??= row?.Restarts;
            if (away is null && Problem(node, row, restarts ?? 0) is { } problem)
                return problem;
            var left = time - context.Clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return away is null ? null : $"it was not to be seen in the end: {away.TrimEnd('.')}";
            context.WaitsFor = $"group '{group}' of {node.Name} to hold level '{level}' for {time.TotalSeconds:0} s";
            await NextViewAsync(node, version, left, cancellationToken);
        }
    }

    /// <summary>Asks, and does not read the rows: those of a node that is far away may be older than the end of the order.</summary>
    private async Task<(GroupRow? Row, string? Away)> LookAsync(INode node, CancellationToken cancellationToken)
    {
        try
        {
            return (await node.Services.FindAsync(group, cancellationToken), null);
        }
        catch (DroverException e)
        {
            return (null, e.Message);
        }
    }

    private async Task NextViewAsync(INode node, long version, TimeSpan most, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = node.Services.ViewAfterAsync(version, giveUp.Token);
        try
        {
            await next.WaitAsync(most, context.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It is over.
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    /// <exception cref="OperationException">Somebody has told the group another level: that is where it is to be.</exception>
    private string? Problem(INode node, GroupRow? row, int restarts)
    {
        if (row is null)
            return "it is gone from the cltab";
        if (row.Target != level)
            throw NodeWords.Failed(new LevelEnd(LevelEndKind.Superseded, "SUPERSEDED", row.Target), group, level);
        if (row.Word is "FAILED" or "DEGRADED")
            return row.Reason ?? $"it is {row.Word}";
        if (row.Restarts <= restarts)
            return null;
        var died = node.Services.View.Processes.Where(process => process.Group == group && process.Restarts > 0).Select(process => $"{process.Name} ({process.LastExit})").ToList();
        return died.Count == 0 ? "a process of it has died" : $"died: {string.Join(", ", died)}";
    }

    private async Task<OperationException> GoBackAsync(INode node, AwaitedOrder order, int step, string problem, CancellationToken cancellationToken)
    {
        var lost = $"group '{group}' did not hold level '{level}' ({problem})";
        if (before.Of(node.Name) == level)
            return Failed($"{lost}; it had this level before, and is left as it is");
        var back = before.Of(node.Name) ?? NoLevel;
        (order.Log ?? context.Log)($"{lost}: it goes back to level '{back}'");
        var end = await NodeOrders.EndOfAsync(context, waits, node, new AwaitedOrder(group, $"group '{group}' of {node.Name} to go back to level '{back}'", "the way back", async command =>
        {
            if (await node.Services.TellAsync(command, group, back, cancellationToken) is { } refusal)
                throw NodeWords.Refused(refusal, group);
        })
        {
            Step = step,
            Log = order.Log,
        }, cancellationToken);
        return Failed(end.Kind == LevelEndKind.Reached ? $"{lost}, and is back at level '{back}'" : $"{lost}, and could not be brought back: {NodeWords.Failed(end, group, back).Message}");
    }

    private static OperationException Failed(string text) => new("OpExecError", text, "went_back");
}
