using System.Text.RegularExpressions;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster.Tagging;

/// <summary>Labels on the cluster, groups, nodes, instances and networks. Source of the rules: Ganeti's tags.</summary>
public static partial class Tags
{
    /// <summary>Most characters of a tag.</summary>
    public const int MaxLength = 128;

    /// <summary>Most tags of one object.</summary>
    public const int MaxPerObject = 4096;

    /// <summary>Tags of an object in ordinal order.</summary>
    /// <param name="kind"><c>cluster</c>, <c>nodegroup</c>, <c>node</c>, <c>instance</c> or <c>network</c>.</param>
    /// <param name="name">Name or uuid; not looked at for the cluster.</param>
    /// <exception cref="OperationException">There is no such kind or object.</exception>
    public static IReadOnlyList<string> Of(KernelState state, string kind, string? name) => Target(state, kind, name).Tags;

    /// <summary>The object that carries tags.</summary>
    /// <exception cref="OperationException">There is no such kind or object.</exception>
    internal static ConfigObject Target(KernelState state, string kind, string? name)
    {
        if (kind == "cluster")
            return state.Cluster();
        if (string.IsNullOrEmpty(name))
            throw Refusal.WrongInput($"Parameter 'name' is missing: tags of kind '{kind}' belong to a named object");
        return kind switch
        {
            "nodegroup" => state.FindGroup(name) ?? throw Refusal.Unknown("Node group", name),
            "node" => state.FindNode(name) ?? throw Refusal.Unknown("Node name", name),
            "instance" => state.FindInstance(name) ?? throw Refusal.Unknown("Instance name", name),
            "network" => (ConfigObject)(state.FindNetwork(name) ?? throw Refusal.Unknown("Network name", name)),
            _ => throw Refusal.WrongInput($"Unknown kind of tagged object '{kind}'; there are: cluster, nodegroup, node, instance, network"),
        };
    }

    /// <summary>Everything that can carry tags, with the path under which searches show it.</summary>
    internal static IEnumerable<(string Kind, string Path, ConfigObject Target)> Everything(KernelState state)
    {
        yield return ("cluster", "/cluster", state.Cluster());
        foreach (var instance in state.Instances())
            yield return ("instance", $"/instances/{instance.Name}", instance);
        foreach (var node in state.Nodes())
            yield return ("node", $"/nodes/{node.Name}", node);
        foreach (var group in state.Groups())
            yield return ("nodegroup", $"/nodegroup/{group.Name}", group);
        foreach (var network in state.Networks())
            yield return ("network", $"/networks/{network.Name}", network);
    }

    /// <summary>Stores the object with other tags.</summary>
    internal static void Store(Decision decision, ConfigObject target, IEnumerable<string> tags)
    {
        var changed = ConfigObject.Touched(target with { Tags = [.. tags.Order(StringComparer.Ordinal)] }, decision.Now);
        switch (changed)
        {
            case Settings.ClusterSettings cluster: decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, cluster); break;
            case Nodes.Node node: decision.Store(ClusterKinds.Node, node.Uuid, node); break;
            case Groups.NodeGroup group: decision.Store(ClusterKinds.Group, group.Uuid, group); break;
            case Instances.Instance instance: decision.Store(ClusterKinds.Instance, instance.Uuid, instance); break;
            case Networks.Network network: decision.Store(ClusterKinds.Network, network.Uuid, network); break;
        }
    }

    /// <summary>What is wrong with a tag, or null.</summary>
    internal static string? Problem(string tag)
    {
        if (tag.Length == 0)
            return "A tag cannot be empty";
        if (tag.Length > MaxLength)
            return $"Tag '{tag[..32]}...' has {tag.Length} characters; at most {MaxLength} are allowed";
        return Allowed().IsMatch(tag) ? null : $"Tag '{tag}' holds a character that is not allowed; letters, digits and _ . + * / : @ - are";
    }

    // \z and not $, which would let a final line feed pass.
    [GeneratedRegex(@"^[\w.+*/:@-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
