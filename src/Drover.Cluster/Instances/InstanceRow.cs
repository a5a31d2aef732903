using System.Text.Json;
using Drover.Cluster.Groups;
using Drover.Cluster.Nodes;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Cluster.Instances;

/// <summary>An instance with what a query shows beside it. Parameters in effect are put together when first asked for.</summary>
internal sealed class InstanceRow(KernelState state, Instance instance)
{
    private RawJson? _hypervisor, _backend, _nics;

    public KernelState State { get; } = state;

    public Instance Instance { get; } = instance;

    public Node? Primary => State.NodeByUuid(Instance.PrimaryNode);

    public IEnumerable<Node?> Secondaries => Instance.SecondaryNodes.Select(State.NodeByUuid);

    public RawJson HypervisorParameters => _hypervisor ??= Fill();

    public RawJson BackendParameters => _backend ??= ParameterObjects.Overlay(Default(State.Cluster().Beparams), Instance.Beparams);

    public RawJson OsParameters =>
        ParameterObjects.Overlay(ParameterObjects.Get(State.Cluster().Osparams, Instance.Os) ?? ParameterObjects.Empty, Instance.Osparams);

    /// <summary>What it should do and what it does, in one word. Nothing runs instances yet, so none is seen running.</summary>
    public string Status => Primary switch
    {
        null => "ERROR_nodedown",
        { Offline: true } => "ERROR_nodeoffline",
        _ => Instance.AdminState switch { "up" => "ERROR_down", "offline" => "ADMIN_offline", _ => Instance.AdminStateSource == "user" ? "USER_down" : "ADMIN_down" },
    };

    public NodeGroup? GroupOf(Node? node) => node is null ? null : State.Objects.Find(ClusterKinds.Group, node.Group);

    /// <summary>A parameter of a network interface in effect.</summary>
    public string? NicParameter(string? own, string key)
    {
        if (own is not null)
            return own;
        _nics ??= Default(State.Cluster().Nicparams);
        using var defaults = JsonDocument.Parse(_nics.Value.Utf8);
        return defaults.RootElement.TryGetProperty(key, out var value) ? value.Text() : null;
    }

    private RawJson Fill()
    {
        var cluster = State.Cluster();
        var filled = ParameterObjects.Get(cluster.Hvparams, Instance.Hypervisor) ?? ParameterObjects.Empty;
        if (ParameterObjects.Get(cluster.OsHvp, Instance.Os) is { } os && ParameterObjects.Get(os, Instance.Hypervisor) is { } ofOs)
            filled = ParameterObjects.Overlay(filled, ofOs);
        return ParameterObjects.Overlay(filled, Instance.Hvparams);
    }

    private static RawJson Default(RawJson parameters) => ParameterObjects.Get(parameters, "default") ?? ParameterObjects.Empty;
}
