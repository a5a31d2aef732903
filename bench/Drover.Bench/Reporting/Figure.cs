namespace Drover.Bench.Reporting;

/// <summary>One measured value.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the rounds, or of the samples where the name says p99.</param>
/// <param name="Unit">Unit of value and target.</param>
/// <param name="Target">What it should reach, or null when it only explains others.</param>
internal sealed record Figure(string Part, string Name, double Value, string Unit, Target? Target);
