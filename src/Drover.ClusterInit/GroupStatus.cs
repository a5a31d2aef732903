namespace Drover.ClusterInit;

/// <summary>How a group stands, as clients of Cluster::Init see it.</summary>
/// <param name="Group">Its name in the cltab.</param>
/// <param name="Level">The level that was last started; empty when none was. While the group stops it is still the old one.</param>
/// <param name="State">Its state.</param>
public sealed record GroupStatus(string Group, string Level, GroupWord State);
