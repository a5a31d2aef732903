namespace Drover.Services.Supervision;

/// <summary>How a change of level ended.</summary>
/// <param name="State">The word of the state.</param>
/// <param name="Failure">Why the level was not reached; null when it was.</param>
public sealed record GroupEnd(string State, string? Failure);
