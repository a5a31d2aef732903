using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Kernel.State;
using Drover.Nodes.Services;

namespace Drover.Services.ClusterCltabs;

/// <summary>Which version of the cluster's cltab each node is to have.</summary>
internal sealed record CltabRollout
{
    /// <summary>The kind; there is one.</summary>
    public static ObjectKind<CltabRollout> Kind { get; } =
        new("cltab-rollout", 1, CltabJson.Default.CltabRollout, shown: Disclosure.Everyone("last", "current", "canary", "canary_nodes", "is_confirmed"));

    /// <summary>Its key.</summary>
    public const string Key = "cluster";

    /// <summary>The highest number that a version has got.</summary>
    public int Last { get; init; }

    /// <summary>The version that counts; 0 for none.</summary>
    public int Current { get; init; }

    /// <summary>The version that only some nodes have; null when there is none.</summary>
    public int? Canary { get; init; }

    /// <summary>Those nodes.</summary>
    public ImmutableArray<string> CanaryNodes { get; init; } = [];

    /// <summary>Whether nodes are to take it whatever it stops.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Whether a version is one that a node may be given.</summary>
    public bool Counts(int version) => version == Current || version == Canary;

    /// <summary>The version of a node.</summary>
    public int VersionOf(string node) => Canary is { } canary && CanaryNodes.Contains(node, StringComparer.Ordinal) ? canary : Current;

    /// <summary>The present one.</summary>
    public static CltabRollout Of(KernelState state) => state.Objects.Find(Kind, Key) ?? new CltabRollout();

    /// <summary>What a node is to have.</summary>
    public ClusterCltab CltabOf(KernelState state, string node) => Find(state, VersionOf(node))?.Cltab ?? ClusterCltab.None;

    /// <summary>A version that is kept; null when it is not.</summary>
    public static CltabVersion? Find(KernelState state, int version) => state.Objects.Find(CltabVersion.Kind, CltabVersion.KeyOf(version));
}
