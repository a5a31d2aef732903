namespace Drover.Kernel.Logs;

/// <summary>How a log stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">Offset of the oldest byte that is kept.</param>
/// <param name="End">Offset behind the last byte.</param>
/// <param name="Changed">When it was last written to.</param>
public sealed record LogStat(string Name, long First, long End, Timestamp Changed);
