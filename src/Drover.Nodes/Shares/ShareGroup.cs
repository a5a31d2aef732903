namespace Drover.Nodes.Shares;

/// <summary>A group that has a right in a tree. It counts by its number; rule files call it by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number (gid).</param>
public sealed record ShareGroup(string Name, uint Number);
