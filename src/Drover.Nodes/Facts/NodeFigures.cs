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
    long MemoryTotal, long MemoryFree, long DiskTotal, long DiskFree, int Cpus, int CpuSockets, int CpuNodes, string BootId);
