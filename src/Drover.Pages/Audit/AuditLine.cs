namespace Drover.Pages.Audit;

/// <summary>What somebody did.</summary>
/// <param name="Number">Its number in the journal.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Kind">What, by the name of the happening.</param>
/// <param name="Job">With which job; null for something else.</param>
/// <param name="Subject">With what, in words; empty when that is not told.</param>
public sealed record AuditLine(long Number, DateTimeOffset At, string Actor, string Kind, long? Job, string Subject);
