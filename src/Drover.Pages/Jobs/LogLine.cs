namespace Drover.Pages.Jobs;

/// <summary>One entry of a job's log.</summary>
/// <param name="Serial">Its number in the log.</param>
/// <param name="At">When it was written.</param>
/// <param name="Text">What it says.</param>
public sealed record LogLine(long Serial, DateTimeOffset At, string Text);
