namespace Drover.Nodes.Services;

/// <summary>Where a group stands.</summary>
/// <param name="Level">The level last begun; null before the first.</param>
/// <param name="Target">The level it is at or on its way to; null when it was halted, or its change of level was cancelled.</param>
/// <param name="State">One of the nine words of the status file.</param>
/// <param name="Reason">Why it is FAILED; null otherwise.</param>
/// <param name="Since">When it came to this, microseconds since the Unix epoch.</param>
/// <param name="BootId">The boot of the machine: processes of an earlier one are gone.</param>
public sealed record GroupStatus(string? Level, string? Target, string State, string? Reason, long Since, string BootId)
{
    /// <summary>The level that it had for its target when the end of the daemon stopped it; null otherwise.</summary>
    public string? Wanted { get; init; }
}
