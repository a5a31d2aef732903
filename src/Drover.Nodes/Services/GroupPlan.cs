namespace Drover.Nodes.Services;

/// <summary>What a tell would do.</summary>
/// <param name="Refusal">Why nothing; null if it would be taken.</param>
/// <param name="Lines">The steps in order, a line each.</param>
public sealed record GroupPlan(NodeRefusal? Refusal, IReadOnlyList<string> Lines);
