using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Settings;

/// <summary>OP_CLUSTER_QUERY: all that clients want to know about the cluster.</summary>
internal sealed class QueryCluster() : ClusterStateOperation("OP_CLUSTER_QUERY")
{
    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) =>
        new(RawJson.Write(writer => ClusterInfo.Write(writer, scope.State)));
}

/// <summary>OP_CLUSTER_CONFIG_QUERY: single values by name, in the order asked for.</summary>
internal sealed class QueryClusterValues() : ClusterStateOperation("OP_CLUSTER_CONFIG_QUERY")
{
    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var unknown = scope["output_fields"].Texts().Where(name => ClusterValues.Get(scope.State, name) is null).ToList();
        if (unknown.Count > 0)
            throw Refusal.WrongInput($"Unknown output fields selected: {string.Join(", ", unknown)}");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => new(RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var name in scope["output_fields"].Texts())
            ClusterValues.Get(scope.State, name)!.Value.WriteTo(writer);
        writer.WriteEndArray();
    }));
}

/// <summary>OP_CLUSTER_RENAME: gives the cluster another name, which is the result. Nothing else of the cluster runs meanwhile.</summary>
internal sealed class RenameCluster() : ClusterStateOperation("OP_CLUSTER_RENAME")
{
    public override LockSet Locks(OpcodeScope scope) => Locking.Exclusive;

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var name = scope["name"].Text()!;
        if (HostNames.Problem(name) is { } problem)
            throw Refusal.WrongInput($"Parameter 'name': {problem}");
        if (name == scope.State.Cluster().Name)
            throw Refusal.WrongInput($"Parameter 'name': the cluster is called '{name}' already");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var renamed = ConfigObject.Touched(scope.State.Cluster() with { Name = scope["name"].Text()! }, decision.Now);
        decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, renamed);
        return new OpcodeOutcome(RawJson.String(renamed.Name));
    }
}
