namespace Drover.Nodes.Shares;

/// <summary>Something that was put right in a watched tree.</summary>
/// <param name="Number">Its number, which grows by one with each repair of the tree.</param>
/// <param name="Time">When.</param>
/// <param name="Difference">What was there, and what is now.</param>
/// <param name="Process">The process that is said to have written last; null when that is not known. A hint, no proof.</param>
public sealed record ShareRepair(long Number, DateTimeOffset Time, ShareDifference Difference, int? Process);
