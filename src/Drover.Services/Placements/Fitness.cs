using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;

namespace Drover.Services.Placements;

/// <summary>Whether a node may be given a group now.</summary>
/// <param name="Node">The node.</param>
/// <param name="WhyNot">Why it may not; null when it may.</param>
internal sealed record Fitness(string Node, string? WhyNot)
{
    /// <summary>The nodes of a group in the order in which they are tried: that of its <c>nodes</c>, else that of their names.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cltab">The version of the cluster's cltab that counts.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="problemOf">Why a node cannot see to it that a group ends with its lease; null when it can, or has not been asked.</param>
    public static IReadOnlyList<Fitness> Of(CltabGroup group, ClusterCltab cltab, INodes nodes, Func<string, string?> problemOf)
    {
        var names = group.Options.Nodes?.Split(',') ?? [.. nodes.All.Select(node => node.Name).Order(StringComparer.Ordinal)];
        return [.. names.Distinct(StringComparer.Ordinal).Select(name => new Fitness(name, WhyNotOn(nodes.Find(name), group.Name, cltab, problemOf)))];
    }

    /// <summary>The next node to be tried; null when there is none.</summary>
    /// <param name="nodes">The nodes in their order.</param>
    /// <param name="placement">What is on record of the group.</param>
    /// <param name="wished">The node that the operator wants; null if any will do.</param>
    /// <param name="since">Failures from before this time are forgotten.</param>
    public static string? Next(IReadOnlyList<Fitness> nodes, Placement placement, string? wished, Timestamp since)
    {
        var fit = nodes.Where(node => node.WhyNot is null).Select(node => node.Node).ToList();
        NodeFailure? Failure(string node) => placement.Failures.Where(failure => failure.Node == node && failure.At > since).MaxBy(failure => failure.At);
        var untried = fit.Where(node => Failure(node)?.Job != placement.Job || placement.Job == 0).ToList();
        if (wished is not null && untried.Contains(wished, StringComparer.Ordinal))
            return wished;
        // Rather one that it was told to leave than one on which it failed; of these the one where that is longest ago.
        return untried.FirstOrDefault(node => node != placement.Avoid && Failure(node) is null)
            ?? untried.FirstOrDefault(node => Failure(node) is null)
            ?? untried.MinBy(node => Failure(node)!.At)
            ?? LastResort(fit, placement, Failure);
    }

    /// <summary>Why no node of a group is fit, in words.</summary>
    public static string Problem(IReadOnlyList<Fitness> nodes) => nodes.Count == 0
        ? "it has no nodes" : string.Join("; ", nodes.Select(node => $"{node.Node}: {node.WhyNot ?? "it has failed there"}"));

    /// <summary>The one on which it had failed before its job began, where the job has found no other.</summary>
    private static string? LastResort(List<string> fit, Placement placement, Func<string, NodeFailure?> failure) =>
        placement.Attempt == 0 && fit.Count > 0 ? fit.MinBy(node => failure(node)!.At) : null;

    private static string? WhyNotOn(INode? node, string group, ClusterCltab cltab, Func<string, string?> problemOf) => node switch
    {
        null => "there is no such node",
        { Presence.IsHere: false } => $"it is away ({node.Presence.Reason ?? "it has not connected yet"})",
        { KeepsLeases: false } => "its agent knows of no leases: bring it to the release of the master",
        _ when problemOf(node.Name) is { } problem => problem,
        { Services.HeldCltab: { } held } when held.Overrides(group) => "the group is in its own cltab, which counts there",
        { Services.HeldCltab: { } held } when held.Is(cltab) => null,
        _ => $"it does not have {cltab.Name}",
    };
}
