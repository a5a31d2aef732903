namespace Drover.Kernel.Logs;

/// <summary>When bytes of a log came.</summary>
/// <param name="Offset">The first of them; they go on to the next entry.</param>
/// <param name="Time">When; null when that is not known.</param>
public readonly record struct LogTime(long Offset, Timestamp? Time);
