namespace Drover.Nodes.TestJobs;

/// <summary>What is run for a definition.</summary>
/// <param name="Name">Its suite: letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.</param>
/// <param name="Steps">Lines of a shell script.</param>
/// <param name="Variables">Its environment, in order; a later one wins.</param>
/// <param name="Junit">Patterns of report files below the work directory, which are sent with the output (<see cref="StepSignals"/>).</param>
/// <param name="Limits">What it may use.</param>
public sealed record StepSpec(
    string Name, IReadOnlyList<string> Steps, IReadOnlyList<KeyValuePair<string, string>> Variables, IReadOnlyList<string> Junit, StepLimits Limits);
