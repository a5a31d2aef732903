namespace Drover.Nodes.TestJobs;

/// <summary>What the steps of a definition may use.</summary>
/// <param name="Processes">Processes and threads at once.</param>
/// <param name="Memory">Memory in bytes; 0 for no limit.</param>
/// <param name="FileSize">Largest file that they may write, in bytes; their output is one too.</param>
public sealed record StepLimits(long Processes, long Memory, long FileSize);
