using System.Text.Json;
using Drover.Cluster.Groups;
using Drover.Cluster.Settings;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Cluster.Nodes;

/// <summary>Node parameters in effect: those of the node over those of its group over those of the cluster.</summary>
internal static class NodeParameters
{
    public static RawJson Filled(ClusterSettings cluster, NodeGroup? group, Node? node)
    {
        var filled = cluster.Ndparams;
        if (group is not null)
            filled = ParameterObjects.Overlay(filled, group.Ndparams);
        return node is null ? filled : ParameterObjects.Overlay(filled, node.Ndparams);
    }

    /// <summary>A parameter in effect that is a text; null when it is none.</summary>
    public static string? Text(KernelState state, Node node, string key)
    {
        var filled = Filled(state.Cluster(), state.Objects.Find(ClusterKinds.Group, node.Group), node);
        using var document = JsonDocument.Parse(filled.Utf8);
        return document.RootElement.TryGetProperty(key, out var value) ? value.Text() : null;
    }
}
