using System.Globalization;
using Drover.Cluster.Groups;
using Drover.Cluster.Nodes;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Verification;

/// <summary>OP_CLUSTER_VERIFY_GROUP: checks the nodes of a group: roles, whether their machines answer, memory and disk. The result is whether all is well.</summary>
internal sealed class VerifyGroup(Machines machines) : ClusterEffectOperation("OP_CLUSTER_VERIFY_GROUP")
{
    /// <summary>Free disk in mebibytes below which the daemon soon refuses work.</summary>
    private const long LeastDisk = 64;

    /// <summary>Free memory in mebibytes that the machine itself needs.</summary>
    private const long LeastMemory = 64;

    /// <summary>It only looks.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    public override LockSet Locks(OpcodeScope scope)
    {
        var group = scope.State.RequireGroup(scope["group_name"].Text()!);
        var members = scope.State.Nodes().Where(n => n.Group == group.Uuid).Select(n => n.Uuid).ToHashSet(StringComparer.Ordinal);
        var instances = scope.State.Instances().Where(i => members.Contains(i.PrimaryNode)).ToList();
        members.UnionWith(instances.SelectMany(i => i.SecondaryNodes));
        return Locking.Shared
            .WithGroup(group.Uuid, LockMode.Shared)
            .With(Locking.Instance, instances.Select(i => i.Name), LockMode.Shared)
            .With(Locking.Node, members, LockMode.Shared);
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var findings = new Findings(context);
        var state = context.State;
        var group = state.RequireGroup(context["group_name"].Text()!);
        var members = state.Nodes().Where(n => n.Group == group.Uuid).OrderBy(n => n.Name, StringComparer.Ordinal).ToList();
        findings.Begin(string.Create(CultureInfo.InvariantCulture, $"Verifying group '{group.Name}' ({members.Count} nodes)"));
        findings.Begin("Verifying roles of nodes");
        foreach (var node in members)
            CheckRole(node, findings);
        findings.Begin("Verifying that instances stay within the group");
        CheckSplits(state, group, members, findings);
        findings.Begin("Verifying memory and disk of nodes");
        var answers = await machines.AskAsync(state, members, context.Clock, cancellationToken);
        foreach (var (node, answer) in members.Zip(answers))
            CheckResources(state, node, answer, findings);
        findings.Begin("Verifying agents of nodes");
        var ties = machines.Of(state);
        var own = state.Master() is { } master ? ties.MachineOf(master) : null;
        foreach (var node in members)
            if (!node.Offline && ties.MachineOf(node) is { Presence.IsHere: true } machine && machine != own)
                AgentChecks.Check(node, machine, own?.Presence.Version, findings);
        return new OpcodeOutcome(RawJson.Write(w => w.WriteBooleanValue(findings.AllWell)));
    }

    private static void CheckRole(Node node, Findings findings)
    {
        if (node.MasterCandidate && (node.Offline || node.Drained))
            findings.Error("ECLUSTERCFG", "node", node.Name, "is a master candidate although it is offline or drained");
        if (node.MasterCandidate && !node.MasterCapable)
            findings.Error("ECLUSTERCFG", "node", node.Name, "is a master candidate although it is not master_capable");
        if (node is { Offline: true, Drained: true })
            findings.Error("ECLUSTERCFG", "node", node.Name, "is offline and drained at the same time");
    }

    private static void CheckSplits(KernelState state, NodeGroup group, List<Node> members, Findings findings)
    {
        var own = members.Select(n => n.Uuid).ToHashSet(StringComparer.Ordinal);
        foreach (var instance in state.Instances().Where(i => own.Contains(i.PrimaryNode)).OrderBy(i => i.Name, StringComparer.Ordinal))
            if (instance.SecondaryNodes.Where(n => !own.Contains(n)).Select(n => state.NodeByUuid(n)?.Name ?? n).ToList() is { Count: > 0 } elsewhere)
                findings.Warning("EINSTANCESPLITGROUPS", "instance", instance.Name, $"runs in group '{group.Name}', and has copies of its disks outside of it, on {string.Join(", ", elsewhere)}");
    }

    private static void CheckResources(KernelState state, Node node, MachineAnswer answer, Findings findings)
    {
        if (node.Offline)
        {
            findings.Note($"node {node.Name} is offline and was not looked at");
            return;
        }
        if (answer.Figures is not { } figures)
        {
            findings.Error("ENODERPC", "node", node.Name, $"{answer.Problem}. Put that right, or set the node offline");
            return;
        }
        if (figures.DiskFree < LeastDisk)
            findings.Error("ENODESETUP", "node", node.Name, $"has {figures.DiskFree} MiB free on the disk of the state directory; {LeastDisk} are needed");
        if (figures.MemoryFree < LeastMemory)
            findings.Error("ENODEHV", "node", node.Name, $"has {figures.MemoryFree} MiB of memory free; {LeastMemory} are needed");
        var wanted = state.Instances().Where(i => i.PrimaryNode == node.Uuid && i.AdminState == "up").Sum(i => Memory(state, i));
        if (wanted > figures.MemoryTotal)
            findings.Error("ENODEN1", "node", node.Name, $"has {figures.MemoryTotal} MiB of memory, but its instances want {wanted}");
        if (findings.Verbose)
            findings.Note($"node {node.Name} has {figures.MemoryFree} of {figures.MemoryTotal} MiB memory and {figures.DiskFree} of {figures.DiskTotal} MiB disk free");
    }

    private static long Memory(KernelState state, Instances.Instance instance)
    {
        using var parameters = System.Text.Json.JsonDocument.Parse(new Instances.InstanceRow(state, instance).BackendParameters.Utf8);
        return parameters.RootElement.TryGetProperty("minmem", out var memory) ? memory.GetInt64() : 0;
    }
}
