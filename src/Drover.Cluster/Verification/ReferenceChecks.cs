using System.Text.Json;
using Drover.Kernel.State;

namespace Drover.Cluster.Verification;

/// <summary>Whether everything that an object refers to exists.</summary>
internal static class ReferenceChecks
{
    public static void Run(KernelState state, Findings findings)
    {
        var cluster = state.Cluster();
        if (state.Master() is not { } master)
            findings.Error("ECLUSTERCFG", "cluster", "", $"the master node {cluster.MasterNode} does not exist");
        else if (master.Offline || master.Drained || !master.MasterCandidate)
            findings.Error("ECLUSTERCFG", "node", master.Name, "is the master, but is offline, drained or no master candidate");
        if (state.Objects.Count(ClusterKinds.Group) == 0)
            findings.Error("ECLUSTERCFG", "cluster", "", "there is no node group");
        foreach (var node in state.Nodes())
            if (state.Objects.Find(ClusterKinds.Group, node.Group) is null)
                findings.Error("ECLUSTERDANGLINGNODES", "node", node.Name, $"belongs to node group {node.Group}, which does not exist");
        foreach (var group in state.Groups())
        {
            using var networks = JsonDocument.Parse(group.Networks.Utf8);
            foreach (var network in networks.RootElement.EnumerateObject())
                if (state.Objects.Find(ClusterKinds.Network, network.Name) is null)
                    findings.Error("ECLUSTERCFG", "group", group.Name, $"is connected to network {network.Name}, which does not exist");
        }
        foreach (var instance in state.Instances())
            CheckInstance(state, instance, findings);
        foreach (var export in state.Exports())
            if (state.NodeByUuid(export.Node) is null)
                findings.Error("ECLUSTERCFG", "cluster", "", $"export {export.Name} is kept by node {export.Node}, which does not exist");
    }

    private static void CheckInstance(KernelState state, Instances.Instance instance, Findings findings)
    {
        foreach (var uuid in instance.SecondaryNodes.Insert(0, instance.PrimaryNode))
            if (state.NodeByUuid(uuid) is null)
                findings.Error("EINSTANCEBADNODE", "instance", instance.Name, $"is on node {uuid}, which does not exist");
        if (!state.Cluster().EnabledHypervisors.Contains(instance.Hypervisor))
            findings.Error("EINSTANCEUNSUITABLENODE", "instance", instance.Name, $"uses hypervisor {instance.Hypervisor}, which is not enabled");
        foreach (var nic in instance.Nics)
            if (nic.Network is { } network && state.Objects.Find(ClusterKinds.Network, network) is null)
                findings.Error("ECLUSTERCFG", "instance", instance.Name, $"has an interface in network {network}, which does not exist");
    }
}
