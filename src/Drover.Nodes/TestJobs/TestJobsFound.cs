namespace Drover.Nodes.TestJobs;

/// <summary>What is found on a machine when its test jobs are taken up.</summary>
/// <param name="Boot">Names the boot of the machine: what ran in another one runs no more.</param>
/// <param name="SinceBoot">Time since that boot.</param>
/// <param name="User">As whom steps run.</param>
/// <param name="Jobs">The test jobs that it has records of.</param>
/// <param name="Steps">The definitions of which it has a process, or the end of one.</param>
public sealed record TestJobsFound(string Boot, TimeSpan SinceBoot, string User, IReadOnlyList<long> Jobs, IReadOnlyList<StepKey> Steps);
