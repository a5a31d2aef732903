namespace Drover.Nodes.Shares;

/// <summary>One difference between what is and what is to be.</summary>
/// <param name="Path">The entry, from the root of its tree (<c>.</c>); bytes that are no text stand as <c>\NNN</c>.</param>
/// <param name="Aspect">What differs.</param>
/// <param name="Old">What was found.</param>
/// <param name="New">What it is to be.</param>
public sealed record ShareDifference(string Path, ShareAspect Aspect, string Old, string New);
