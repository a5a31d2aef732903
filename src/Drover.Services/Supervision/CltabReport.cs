namespace Drover.Services.Supervision;

/// <summary>What a check or a reread of the cltab found, a line each: problems with their places, then the plan.</summary>
public sealed record CltabReport(IReadOnlyList<string> Lines, bool HasErrors, bool HasChanges);
