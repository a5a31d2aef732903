namespace Drover.Agent;

/// <summary>Live figures of a main process.</summary>
/// <param name="State">The letter of <c>/proc/PID/stat</c>: R, S, D, T, Z and so on.</param>
/// <param name="CpuTime">User and system time so far, without waited-for children.</param>
/// <param name="ResidentBytes">Memory in RAM.</param>
/// <param name="Threads">Number of threads.</param>
public sealed record ProcessFigures(char State, TimeSpan CpuTime, long ResidentBytes, int Threads);
