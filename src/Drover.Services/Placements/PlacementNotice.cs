using Drover.Kernel;

namespace Drover.Services.Placements;

/// <summary>What an operator is to know of groups that are to be on one node of several.</summary>
public static class PlacementNotice
{
    private const int Named = 3;

    /// <summary>Which of them have been on no node for longer than they bear, in words; null when none has.</summary>
    public static string? Of(IKernel kernel)
    {
        var state = kernel.State;
        var now = Timestamp.From(kernel.Clock);
        var late = FailoverGroups.Of(state).Values.Select(group => (group.Name, group.Options.FailoverGrace, Placement: PlacementRoom.Find(state, group.Name)))
            .Where(group => group.Placement?.UnplacedSince is { } since && now - since > group.FailoverGrace)
            .OrderBy(group => group.Name, StringComparer.Ordinal).ToList();
        return late.Count == 0 ? null
            : $"{(late.Count == 1 ? "one group with failover is" : $"{late.Count} groups with failover are")} on no node for longer than the grace: {string.Join("; ", late.Take(Named).Select(group => $"{group.Name} for {(long)(now - group.Placement!.UnplacedSince!.Value).TotalSeconds} s ({Why(group.Placement)})"))}{(late.Count > Named ? "; ..." : "")}. 'drover why group/NAME' says more";
    }

    private static string Why(Placement placement) => placement.Node is { } node ? $"{placement.State} on {node}" : placement.Reason ?? "no node was tried yet";
}
