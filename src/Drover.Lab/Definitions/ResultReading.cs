using System.Collections.Immutable;

namespace Drover.Lab.Definitions;

/// <summary>What a line of level <c>results</c> brought.</summary>
/// <param name="Result">The test case; null when the line names none that can be recorded. The line itself is stored in any case.</param>
/// <param name="Complaints">What could not be taken, a sentence each, at most 256 characters long: for the comment of the job.</param>
public sealed record ResultReading(ResultLine? Result, ImmutableArray<string> Complaints);
