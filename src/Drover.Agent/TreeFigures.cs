namespace Drover.Agent;

/// <summary>Live figures of a process and all its descendants together.</summary>
/// <param name="CpuTime">Processor time so far: of its cgroup; without one of the processes that live, and of children that they have waited for.</param>
/// <param name="ResidentBytes">Memory in RAM, added up: what processes share counts for each.</param>
public readonly record struct TreeFigures(TimeSpan CpuTime, long ResidentBytes);
