namespace Drover.Pages.TestJobs;

/// <summary>How a test case ended in one test job.</summary>
/// <param name="Job">The test job.</param>
/// <param name="At">When it was submitted.</param>
/// <param name="Device">The device that it ran on; empty for none.</param>
/// <param name="Result">How it ended: pass, fail, skip or unknown; empty when that job did not run the case.</param>
/// <param name="Measurement">What was measured; null for nothing.</param>
/// <param name="Units">Unit of the measurement.</param>
public sealed record CaseRun(long Job, DateTimeOffset? At, string Device, string Result, double? Measurement, string Units);
