namespace Drover.Nodes.Services;

/// <summary>A process has changed its state. Figures are as in <see cref="ProcessRow"/>.</summary>
/// <param name="Process">The process.</param>
/// <param name="State">The word of its state.</param>
/// <param name="Pid">Process id of the main process; null if it does not run, or it is not yet known.</param>
/// <param name="Run">Starts so far; null if none is known.</param>
/// <param name="Restarts">Starts after a death; null if the entry is forgotten.</param>
/// <param name="LastExit">How it last ended; null if it never did.</param>
/// <param name="Error">Why it could not be started; null if it could.</param>
public sealed record ProcessChange(ProcessKey Process, string State, int? Pid, long? Run, int? Restarts, string? LastExit, string? Error);
