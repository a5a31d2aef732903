using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Opcodes;
using Drover.Services.Nodes;

namespace Drover.Services.Commands;

/// <summary>OP_NODE_RUN_COMMAND: runs a command on nodes, and waits until it has ended on all of them. What it writes goes into the log of the job.</summary>
internal sealed class RunCommand(INodes nodes, CommandWaits waits, CommandLimits limits) : EffectOperation
{
    /// <summary>Orders for a node: to run it, and to end it.</summary>
    private const int StepsOfANode = 2;

    /// <summary>Longest time, so that sums with it fit everywhere.</summary>
    private const long MostSeconds = 30L * 24 * 3600;

    public override OpcodeSchema Schema { get; } = new("OP_NODE_RUN_COMMAND",
    [
        new("nodes", ParameterType.ListOf(ParameterType.Name), default, Required: true),
        new("command", ParameterType.ListOf(ParameterType.String), default, Required: true),
        OpcodeParameter.Optional("user", ParameterType.NonEmptyString),
        OpcodeParameter.Optional("timeout", ParameterType.IntegerBetween(1, MostSeconds)),
    ], "nodes");

    public override string Pool => "services";

    /// <summary>Its orders are known by their keys: what was begun is not run again, and what has ended is told again.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override bool Interruptible => true;

    public override void CheckPrerequisites(OpcodeScope scope) => Check(scope.Parameters);

    /// <inheritdoc/>
    public override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(Rehearse(scope.Parameters));

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (names, spec) = Read(context.Parameters);
        if (context.DryRun)
            return context.Tell(Rehearse(context.Parameters));
        // Before anything is run: a wrong name changes nothing.
        var targets = names.Select(nodes.Named).ToList();
        var log = new CommandLog(context, isOfOne: names.Count == 1, limits.OutputBytes);
        var ends = await Task.WhenAll(targets.Select((node, index) => OneAsync(context, node, index, spec, log, cancellationToken)));
        var failed = names.Zip(ends).Where(each => each.Second.Problem is not null).ToList();
        if (failed.Count > 0)
            throw new OperationException("OpExecError",
                $"{(names.Count > 1 ? $"{failed.Count} of {names.Count} nodes failed: " : "")}{string.Join("; ", failed.Select(each => $"{each.First}: {each.Second.Problem}"))}", failed[0].Second.Kind);
        return new OpcodeOutcome(RawJson.Write(json =>
        {
            json.WriteStartObject();
            foreach (var (name, end) in names.Zip(ends))
                json.WriteNumber(name, end.Code);
            json.WriteEndObject();
        }));
    }

    private async Task<(int Code, string? Problem, string Kind)> OneAsync(OperationContext context, INode node, int index, CommandSpec spec, CommandLog log, CancellationToken cancellationToken)
    {
        try
        {
            var end = await NodeOrders.EndOfAsync(context, waits, output => log.Write(node.Name, output), node, new AwaitedOrder("", $"the command on {node.Name} to end", "the command", async command =>
            {
                if (await node.Commands.BeginAsync(command, spec, cancellationToken) is { } refusal)
                    throw Refused(refusal);
            })
            {
                Step = index * StepsOfANode,
                GiveUp = (command, reason) => node.Commands.EndAsync(command, NodeOrders.Order(context, index * StepsOfANode).Key, reason, CancellationToken.None),
            }, cancellationToken);
            log.Write(node.Name, end);
            return end.Kind == CommandEndKind.Ended && CommandWords.Code(end) is { } code ? (code, null, "") : (0, CommandWords.Problem(end, spec), CommandWords.Kind(end.Kind));
        }
        catch (DroverException e)
        {
            return (0, e.Message, "not_run");
        }
    }

    private static OperationException Refused(NodeRefusal refusal) => refusal.Kind switch
    {
        NodeRefusalKind.NotStarted => new OperationException("OpExecError", $"it was not started: {refusal.Detail}", "not_started"),
        NodeRefusalKind.NoCommands => new OperationException("OpPrereqError", $"it takes no commands ({refusal.Detail})", "wrong_state"),
        NodeRefusalKind.TooManyCommands => new OperationException("OpPrereqError",
            $"as many commands run there already as may at a time ({refusal.Detail}); try again when one has ended, or end one with 'drover cancel ID'", "temp_unavail"),
        _ => NodeWords.Refused(refusal, ""),
    };

    private (IReadOnlyList<string> Lines, OperationException? Problem) Rehearse(JsonElement parameters)
    {
        var (names, spec) = Read(parameters);
        if (names.FirstOrDefault(name => nodes.Find(name) is null) is { } unknown)
            return ([], nodes.Unknown(unknown));
        var away = names.Where(name => !nodes.Named(name).Presence.IsHere).ToList();
        return ([.. names.Select(name => $"would run on {name}{(spec.User is { } user ? $" as {user}" : "")}: {string.Join(' ', spec.Words)}")],
            away.Count == 0 ? null : new OperationException("OpPrereqError", $"away now: {string.Join(", ", away)}", "wrong_state"));
    }

    private (IReadOnlyList<string> Names, CommandSpec Spec) Read(JsonElement parameters) => (
        [.. parameters.GetProperty("nodes").Texts()],
        new CommandSpec(
            [.. parameters.GetProperty("command").Texts()],
            parameters.GetProperty("user") is { ValueKind: JsonValueKind.String } user ? user.GetString() : null,
            parameters.GetProperty("timeout") is { ValueKind: JsonValueKind.Number } seconds ? TimeSpan.FromSeconds(seconds.GetInt64()) : limits.Time,
            limits.Grace,
            limits.OutputBytes));

    private static void Check(JsonElement parameters)
    {
        NamedNodes.Check(parameters.GetProperty("nodes").Texts());
        var words = parameters.GetProperty("command").Texts();
        if (words is not [not "", ..])
            throw Refusal.WrongInput("Parameter 'command' is empty: give the program and its words, each by itself");
        if (words.Any(word => word.Contains('\0', StringComparison.Ordinal)))
            throw Refusal.WrongInput("Parameter 'command': a word holds a NUL character, which no program can be given");
    }
}
