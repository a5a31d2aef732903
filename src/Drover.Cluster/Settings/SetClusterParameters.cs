using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Settings;

/// <summary>OP_CLUSTER_SET_PARAMS: changes settings of the cluster; see <see cref="ClusterParameters"/> for the list.</summary>
internal sealed class SetClusterParameters() : ClusterStateOperation("OP_CLUSTER_SET_PARAMS")
{
    public override LockSet Locks(OpcodeScope scope) => Locking.Shared
        .WithAll(Locking.Instance, LockMode.Shared).WithAll(Locking.Group, LockMode.Shared).WithAll(Locking.Node, LockMode.Shared);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        foreach (var name in ClusterParameters.NotKept)
            if (Means(scope[name]))
                throw Refusal.WrongInput($"Parameter '{name}' cannot be set: Drover does not keep it");
        if (!ClusterParameters.All.Any(p => Means(scope[p.Name])))
            throw Refusal.WrongInput($"Nothing to change: give at least one of {string.Join(", ", ClusterParameters.All.Select(p => p.Name))}");
        Changed(scope);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var changed = ConfigObject.Touched(Changed(scope), decision.Now);
        decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, changed);
        return OpcodeOutcome.None;
    }

    private static ClusterSettings Changed(OpcodeScope scope)
    {
        var cluster = scope.State.Cluster();
        foreach (var parameter in ClusterParameters.All)
            if (Means(scope[parameter.Name]))
                cluster = parameter.Apply(cluster, scope[parameter.Name]);
        ClusterParameters.CheckWhole(cluster);
        return cluster;
    }

    /// <summary>Clients send null or an empty object for what they do not change. An empty list is a value.</summary>
    private static bool Means(JsonElement value) =>
        value.IsGiven() && !(value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());
}
