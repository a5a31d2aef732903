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
    protected static OpcodeParameter NodeParameter { get; } = new("node", ParameterType.Optional(ParameterType.NonEmptyString), "null"u8.ToArray(), Required: false);

    /// <summary>The parameters that name an entry.</summary>
    protected static OpcodeParameter[] EntryParameters =>
    [
        new("group", ParameterType.String, default, Required: true),
        new("tag", ParameterType.String, default, Required: true),
        NodeParameter,
    ];

    public override string Pool => "services";

    public override bool PassesDrain => true;

    /// <summary>Name of the node of an opcode.</summary>
    protected string NodeName(JsonElement parameter) => parameter.ValueKind == JsonValueKind.String ? parameter.GetString()! : nodes.Own;

    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected INode Node(OperationContext context) => Node(NodeName(context["node"]));

    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected INode Node(OpcodeScope scope) => Node(NodeName(scope["node"]));

    /// <summary>A node; null when it cannot be reached.</summary>
    protected INode? Find(string name) => nodes.Find(name);

    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected INode Node(string name) => nodes.Find(name)
        ?? throw new OperationException("OpPrereqError", $"No services of a node '{name}' can be reached; this is '{nodes.Own}', and is meant when the node is left out", "wrong_input");

    /// <summary>The group that an opcode names.</summary>
    protected GroupKey KeyOf(JsonElement parameters) =>
        new(NodeName(parameters.TryGetProperty("node", out var node) ? node : default), parameters.GetProperty("group").GetString()!);

    /// <summary>The lock of the group that an opcode names, exclusive.</summary>
    /// <exception cref="OperationException">No such node can be reached.</exception>
    protected LockSet GroupLock(JsonElement parameters)
    {
        var group = KeyOf(parameters);
        return LockSet.Empty.With(ServicesDomain.LockLevel, (group with { Node = Node(group.Node).Name }).ToString(), LockMode.Exclusive);
    }

    /// <summary>An order for a step of an opcode.</summary>
    protected static NodeCommand Order(OperationContext context, int step) => new(context.Term, new CommandKey(context.JobId, context.Opcode, step));
}
