namespace Drover.Pages.Jobs;

/// <summary>One opcode of a job as its page shows it.</summary>
/// <param name="Summary">What it does.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Result">What came of it; null when that is not told.</param>
/// <param name="Started">When it left the queue; null before.</param>
/// <param name="Executed">When it began to run; null before.</param>
/// <param name="Ended">When it ended; null before.</param>
public sealed record JobStep(string Summary, string Status, string? Result, DateTimeOffset? Started, DateTimeOffset? Executed, DateTimeOffset? Ended);
