namespace Drover.Nodes.Facts;

/// <summary>Figures of a machine at one moment. Memory and disk in mebibytes.</summary>
/// <param name="MemoryTotal">Memory of the machine.</param>
/// <param name="MemoryFree">Memory that new processes can have.</param>
/// <param name="DiskTotal">Size of the disk on which it keeps its state.</param>
/// <param name="DiskFree">What is free on it.</param>
/// <param name="Cpus">Logical CPUs.</param>
/// <param name="CpuSockets">Sockets.</param>
/// <param name="CpuNodes">NUMA domains.</param>
/// <param name="BootId">Another one after each boot.</param>
public sealed record NodeFigures(
    long MemoryTotal, long MemoryFree, long DiskTotal, long DiskFree, int Cpus, int CpuSockets, int CpuNodes, string BootId)
{
    /// <summary>How many threads ran or waited to, on average; null when it is not known.</summary>
    public LoadAverages? Load { get; init; }

    /// <summary>Release of its kernel; null when it is not known.</summary>
    public string? Kernel { get; init; }

    /// <summary>Name and version of its system; null when it is not known.</summary>
    public string? System { get; init; }

    /// <summary>When they were read, or came; microseconds since the Unix epoch. 0 when nobody counts it.</summary>
    public long Told { get; init; }
}
