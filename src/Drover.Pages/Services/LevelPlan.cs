namespace Drover.Pages.Services;

/// <summary>What a change of level would do.</summary>
/// <param name="Level">The level.</param>
/// <param name="Lines">The steps.</param>
/// <param name="Problem">Why it would be refused; null when it would not.</param>
public sealed record LevelPlan(string Level, IReadOnlyList<string> Lines, string? Problem);
