namespace Drover.Web.LogLevels;

/// <summary>Levels in force.</summary>
/// <param name="InForce">All of them as a specification.</param>
/// <param name="Setting">The setting that the daemon was started with, as a specification.</param>
/// <param name="Categories">Each category with its level, in order of their names.</param>
public sealed record LogLevelsView(string InForce, string Setting, IReadOnlyList<(string Category, string Level)> Categories);
