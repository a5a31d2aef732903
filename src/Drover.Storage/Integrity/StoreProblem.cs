namespace Drover.Storage.Integrity;

/// <summary>A place that does not fit.</summary>
/// <param name="Sequence">Number of the journal record, or 0 when it is not about one record.</param>
/// <param name="What">What was found there.</param>
public sealed record StoreProblem(long Sequence, string What);
