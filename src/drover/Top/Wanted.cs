namespace Drover.Cli.Top;

/// <summary>What a picture is to hold beside the jobs and services: only what is shown is asked for.</summary>
/// <param name="Table">A resource of which the table is shown; null for none.</param>
/// <param name="Inner">The daemon from within.</param>
internal sealed record Wanted(string? Table = null, bool Inner = false);
