namespace Drover.Nodes.Leases;

/// <summary>The right of a node to run a group that is to be on one node of several. It ends by itself, so that a master that does not reach the node knows when nothing of the group runs there any more.</summary>
/// <param name="Group">The group.</param>
/// <param name="Number">Rises with each placement. A tell of the group has it with it, and one with another number than the node holds is refused.</param>
/// <param name="Time">How long it is good, counted from the moment at which the node asked: a late answer makes it shorter, never longer.</param>
public sealed record LeaseGrant(string Group, long Number, TimeSpan Time);
