using Drover.Fleet.Agents;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Fleet.Joining;

/// <summary>OP_AGENT_INVITE: a machine may join as a node, by a token of which only the hash is told. The result says where masters are found, and how the new machine knows them.</summary>
/// <param name="options">How long a token is good.</param>
/// <param name="master">Where agents connect, and how they know the master.</param>
internal sealed class InviteAgent(FleetOptions options, MasterIdentity master) : StateOperation
{
    public override OpcodeSchema Schema { get; } = new("OP_AGENT_INVITE",
    [
        new("node", ParameterType.Name, default, Required: true),
        new("hash", ParameterType.NonEmptyString, default, Required: true),
        new("again", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
    ], "node");

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var (node, hash) = (scope["node"].Text()!, scope["hash"].Text()!);
        NodeNames.Check(node);
        if (!SecretHash.IsHash(hash))
            throw Refusal.WrongInput($"The hash must be the SHA-256 of the token in {SecretHash.Length} lower-case hexadecimal digits: 'drover add node {node}' draws a token and makes it");
        if (node == options.Node)
            throw Refusal.Exists($"Node {node} is the machine of the master itself, and needs no agent");
        if (master.Address is null)
            throw Refusal.WrongState("No agent can connect to this master: start it with agents-listen, such as --agents-listen 0.0.0.0:7480");
        if (scope.State.Objects.Find(FleetAgent.Kind, node) is { Joined: not null } && !scope["again"].IsTrue())
            throw Refusal.Exists($"Node {node} has joined already; 'drover add node {node} --again' lets a machine take its place, and the certificates of before count no more from then on");
        if (scope.State.Objects.FindByName(FleetAgent.Kind, hash) is { } known)
            throw Refusal.Exists($"That token is that of node {known.Node}: draw another one");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var node = scope["node"].Text()!;
        var known = decision.State.Objects.Find(FleetAgent.Kind, node);
        var ends = decision.Now + options.TokenTime;
        decision.Store(FleetAgent.Kind, node, (known ?? new FleetAgent { Node = node }) with
        {
            Invited = decision.Now,
            TokenHash = scope["hash"].Text()!,
            TokenEnds = ends,
            IsTokenSpent = false,
        });
        return new OpcodeOutcome(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("masters"u8);
            foreach (var place in master.Masters)
                json.WriteStringValue(place);
            json.WriteEndArray();
            json.WriteString("authority"u8, master.Fingerprint);
            json.WriteNumber("ends"u8, ends.Microseconds);
            json.WriteEndObject();
        }));
    }
}
