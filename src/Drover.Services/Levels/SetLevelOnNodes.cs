using System.Collections.Concurrent;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;
using Drover.Services.Nodes;
using Drover.Services.Placements;

namespace Drover.Services.Levels;

/// <summary>OP_SERVICE_NODES_SET_LEVEL: brings the groups of one name on several nodes to a level, so many at a time, and waits until all are there.</summary>
internal sealed class SetLevelOnNodes(INodes nodes, LevelWaits waits) : EffectOperation
{
    /// <summary>Orders for a node: to go there, and to give it up.</summary>
    private const int StepsOfANode = 2;

    public override OpcodeSchema Schema { get; } = new("OP_SERVICE_NODES_SET_LEVEL",
    [
        new("group", ParameterType.Name, default, Required: true),
        new("level", ParameterType.NameOrEmpty, default, Required: true),
        new("nodes", ParameterType.ListOf(ParameterType.Name), default, Required: true),
        new("at_once", ParameterType.IntegerBetween(0, int.MaxValue), "0"u8.ToArray(), Required: false),
        new("pause_on_failure", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
        WatchedChange.Parameter,
    ], "group");

    public override string Pool => "services";

    public override bool PassesDrain => true;

    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    /// <exception cref="OperationException">There is no node, or one stands there twice.</exception>
    public override LockSet Locks(OpcodeScope scope)
    {
        var names = scope["nodes"].Texts();
        NamedNodes.Check(names);
        return LockSet.Empty.With(ServicesDomain.LockLevel, names.Select(name => new GroupKey(name, scope["group"].Text()!).ToString()), LockMode.Exclusive);
    }

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        foreach (var name in scope["nodes"].Texts())
            FailoverGroups.RefuseLevel(scope.State, nodes.Find(name), scope["group"].Text()!);
    }

    /// <inheritdoc/>
    public override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken) =>
        scope["nodes"].Texts().FirstOrDefault(name => nodes.Find(name) is null) is { } unknown
            ? ([], nodes.Unknown(unknown))
            : await PlanAsync(scope["nodes"].Texts(), scope["group"].Text()!, scope["level"].Text()!, scope["at_once"].GetInt32(), cancellationToken);

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (group, level) = (context["group"].GetString()!, context["level"].GetString()!);
        List<string> names = [.. context["nodes"].EnumerateArray().Select(name => name.GetString()!)];
        // Before anything is told: a wrong name changes nothing.
        foreach (var name in names)
            nodes.Named(name);
        if (context.DryRun)
            return context.Tell(await PlanAsync(names, group, level, context["at_once"].GetInt32(), cancellationToken));
        var atOnce = context["at_once"].GetInt32() is > 0 and var most ? most : names.Count;
        var time = WatchedChange.TimeOf(context);
        using var before = time > TimeSpan.Zero ? await LevelsBefore.ReadAsync(context, names.ConvertAll(nodes.Named), group, cancellationToken) : null;
        var watched = before is null ? null : new WatchedChange(context, waits, before, group, level, time);
        var round = new Round(context, group, level, names, waits, nodes.Named, watched);
        var reached = await round.RunAsync(atOnce, context["pause_on_failure"].GetBoolean(), cancellationToken);
        return new OpcodeOutcome(RawJson.Write(json =>
        {
            json.WriteStartObject();
            foreach (var name in names)
                json.WriteString(name, reached[name]);
            json.WriteEndObject();
        }));
    }

    /// <summary>What it would do on each node, in the order in which they would be told; those of one line of names at the same time.</summary>
    private async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> PlanAsync(IReadOnlyList<string> names, string group, string level, int atOnce, CancellationToken cancellationToken)
    {
        var rounds = names.Chunk(atOnce > 0 ? atOnce : names.Count).ToList();
        var plans = await Task.WhenAll(names.Select(async name => (Name: name, Plan: await nodes.Named(name).Services.PlanAsync(group, level, cancellationToken))));
        var refused = plans.Where(plan => plan.Plan.Refusal is not null).Select(plan => (plan.Name, Problem: NodeWords.Refused(plan.Plan.Refusal!, group))).ToList();
        var steps = plans.ToDictionary(plan => plan.Name, plan => plan.Plan.Lines.Select(line => $"{plan.Name}: {line}"), StringComparer.Ordinal);
        return ([.. rounds.SelectMany((round, i) => round.SelectMany(name => steps[name]).Prepend($"{i + 1} of {rounds.Count}: {string.Join(", ", round)}"))],
            refused.Count == 0 ? null : new OperationException("OpPrereqError", $"{string.Join("; ", refused.Select(each => $"{each.Name}: {each.Problem.Message}"))}", "wrong_state"));
    }

    /// <summary>One change over the nodes.</summary>
    private sealed class Round(OperationContext context, string group, string level, IReadOnlyList<string> names, LevelWaits waits, Func<string, INode> find, WatchedChange? watched)
    {
        private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, string> _reached = new(StringComparer.Ordinal);
        private int _next = -1;

        /// <returns>The state reached, by node.</returns>
        /// <exception cref="OperationException">It has not come to its end on all of them.</exception>
        public async Task<IReadOnlyDictionary<string, string>> RunAsync(int atOnce, bool pausesOnFailure, CancellationToken cancellationToken)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, names.Count)).Select(async _ =>
            {
                for (var i = Interlocked.Increment(ref _next); i < names.Count && !(pausesOnFailure && !_failed.IsEmpty); i = Interlocked.Increment(ref _next))
                    await OneAsync(i, cancellationToken);
            }));
            if (_failed.IsEmpty)
                return _reached;
            var left = names.Count - _reached.Count - _failed.Count;
            throw new OperationException("OpExecError", $"{_failed.Count} of {names.Count} nodes failed{(left > 0 ? $", and {left} were left as they are" : "")}: "
                + string.Join("; ", _failed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}")), "failed");
        }

        private async Task OneAsync(int index, CancellationToken cancellationToken)
        {
            var name = names[index];
            try
            {
                var node = find(name);
                var order = new AwaitedOrder(
                    group, $"group '{group}' to reach level '{level}' on {names.Count - _reached.Count} nodes", "the change of level", async command =>
                    {
                        if (await node.Services.TellAsync(command, group, level, cancellationToken) is { } refusal)
                            throw NodeWords.Refused(refusal, group);
                    })
                {
                    Step = index * StepsOfANode,
                    Log = line => context.Log($"{name}: {line}"),
                };
                if (watched is not null)
                {
                    _reached[name] = await watched.RunAsync(node, order, (names.Count + index) * StepsOfANode, cancellationToken);
                    return;
                }
                var reached = await NodeOrders.EndOfAsync(context, waits, node, order, cancellationToken);
                _reached[name] = reached.Kind == LevelEndKind.Reached ? reached.Word : throw NodeWords.Failed(reached, group, level);
            }
            catch (DroverException e)
            {
                context.Log($"{name}: {e.Message}");
                _failed[name] = e.Message;
            }
        }
    }
}
