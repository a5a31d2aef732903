namespace Drover.Agent;

/// <summary>What became of one of many starts.</summary>
/// <param name="Process">The process; null if it could not be started.</param>
/// <param name="Refusal">Why not; null if it was.</param>
public sealed record StartOutcome(ProcessView? Process, string? Refusal = null);
