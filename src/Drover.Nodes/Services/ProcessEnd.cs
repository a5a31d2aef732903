namespace Drover.Nodes.Services;

/// <summary>The end of a main process. Times are microseconds since the Unix epoch, by the clock of the node.</summary>
/// <param name="Process">The entry that ran it.</param>
/// <param name="Run">Which start of the entry it was.</param>
/// <param name="Level">The level for which it ran.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Ended">When its end was noticed.</param>
/// <param name="Exit">Its exit code; null if it died by a signal, or nobody saw how it ended.</param>
/// <param name="Signal">The signal that it died by; null if it exited, or nobody saw how it ended.</param>
/// <param name="OutOfMemory">Whether the kernel had to end a process of its tree for want of memory.</param>
/// <param name="Missed">Earlier ends of the same entry that were too many in a short time to be told.</param>
public sealed record ProcessEnd(
    ProcessKey Process, long Run, string Level, long Started, long Ended, int? Exit, int? Signal, bool OutOfMemory = false, int Missed = 0);
