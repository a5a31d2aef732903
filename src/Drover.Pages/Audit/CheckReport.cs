using Drover.Web.Audit;

namespace Drover.Pages.Audit;

/// <summary>What a check of the journal found.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Found">What it found.</param>
public sealed record CheckReport(DateTimeOffset At, AuditReport Found);
