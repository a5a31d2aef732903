namespace Drover.Cli.Timelines;

/// <summary>What happened to a job at one moment.</summary>
internal sealed record Mark(DateTimeOffset Time, string Text);
