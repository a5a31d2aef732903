namespace Drover.Nodes.Services;

/// <summary>Live figures of a main process.</summary>
/// <param name="CpuSeconds">Processor time so far.</param>
/// <param name="MemoryMiB">Resident memory in mebibytes.</param>
public sealed record ProcessMeasure(double CpuSeconds, long MemoryMiB);
