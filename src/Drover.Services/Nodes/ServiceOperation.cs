using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;

namespace Drover.Services.Nodes;

/// <summary>An operation on the services of one node: the one that the opcode names, or the own.</summary>
internal abstract class ServiceOperation(INodes nodes) : EffectOperation
{
    /// <summary>The parameter that names the node.</summary>
    protected static OpcodeParameter NodeParameter { get; } = OpcodeParameter.Optional("node", ParameterType.NonEmptyString);

    /// <summary>The parameters that name an entry.</summary>
    protected static OpcodeParameter[] EntryParameters =>
    [
        new("group", ParameterType.Name, default, Required: true),
        new("tag", ParameterType.Name, default, Required: true),
        NodeParameter,
    ];

    public override string Pool => "services";

    public override bool PassesDrain => true;

    /// <inheritdoc/>
    public sealed override Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken) =>
        Find(NodeName(scope["node"])) is { } node
            ? TryAsync(node, name => scope[name], cancellationToken)
            : Task.FromResult<(IReadOnlyList<string>, OperationException?)>(([], Unknown(NodeName(scope["node"]))));

    /// <inheritdoc/>
    protected sealed override Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken) =>
        context.DryRun ? RunTrialAsync(context, cancellationToken) : DoAsync(context, cancellationToken);

    /// <summary>Does it.</summary>
    protected abstract Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken);

    /// <summary>What it would do, in words, and why it would not succeed. Nothing is changed.</summary>
    /// <param name="node">The node that it is about.</param>
    /// <param name="parameter">A parameter by its name.</param>
    protected abstract Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(INode node, Func<string, JsonElement> parameter, CancellationToken cancellationToken);

    /// <summary>Says in the log of the job what it would do.</summary>
    protected async Task<OpcodeOutcome> RunTrialAsync(OperationContext context, CancellationToken cancellationToken) =>
        context.Tell(await TryAsync(Node(context), name => context[name], cancellationToken));

    /// <summary>What a node would say to an order about an entry.</summary>
    protected static async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> TryAsync(
        INode node, Func<string, JsonElement> parameter, EntryOrder order, CancellationToken cancellationToken)
    {
        var (group, tag) = (parameter("group").GetString()!, parameter("tag") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);
        var refusal = await node.Services.ForeseeAsync(group, tag, order, cancellationToken);
        return ([], refusal is null ? null : NodeWords.Refused(refusal, group, tag));
    }

    /// <summary>Name of the node of an opcode.</summary>
    protected string NodeName(JsonElement parameter) => parameter.ValueKind == JsonValueKind.String ? parameter.GetString()! : nodes.Own;

    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected INode Node(OperationContext context) => Node(NodeName(context["node"]));

    /// <summary>A node; null when it cannot be reached.</summary>
    protected INode? Find(string name) => nodes.Find(name);

    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected INode Node(string name) => nodes.Find(name) ?? throw Unknown(name);

    private OperationException Unknown(string name) =>
        new("OpPrereqError", $"There is no node '{name}'; 'drover get agents' lists those that have joined, and this is '{nodes.Own}', which is meant when the node is left out", "wrong_input");

    /// <summary>The group that an opcode names.</summary>
    protected GroupKey KeyOf(JsonElement parameters) =>
        new(NodeName(parameters.TryGetProperty("node", out var node) ? node : default), parameters.GetProperty("group").GetString()!);

    /// <summary>The lock of the group that an opcode names, exclusive. Whether there is such a node is looked at when the operation runs: locks of jobs that a crash cut off are taken
    /// before anybody has heard of a node.</summary>
    protected LockSet GroupLock(JsonElement parameters) => LockSet.Empty.With(ServicesDomain.LockLevel, KeyOf(parameters).ToString(), LockMode.Exclusive);
}
