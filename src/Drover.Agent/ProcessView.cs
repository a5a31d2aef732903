using Drover.Nodes.Services;

namespace Drover.Agent;

/// <summary>An invocation as the agent knows it.</summary>
/// <param name="Invocation">Its unique name, also the value of <c>DROVER_INVOCATION</c> in its environment.</param>
/// <param name="Key">Its entry.</param>
/// <param name="Level">The run level for which it was started.</param>
/// <param name="Mode">The mode of its entry.</param>
/// <param name="Command">The command as configured.</param>
/// <param name="Note">What the caller wanted kept with it. A record of before version 2 gives a JSON string.</param>
/// <param name="Pid">The main process, also its session and process group; 0 if none came to be.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Exit">How it ended; null while it runs.</param>
/// <param name="Adopted">Whether it was started by an earlier daemon.</param>
/// <param name="LogPath">Where its output goes.</param>
/// <param name="Warning">What did not work when it was started but did not prevent it; null if nothing.</param>
/// <param name="Limits">The limits of its tree, each with what keeps it; null if it has none.</param>
public sealed record ProcessView(
    string Invocation, ProcessKey Key, string Level, string Mode, string Command, RawJson Note, int Pid, DateTimeOffset Started,
    ExitStatus? Exit, bool Adopted, string LogPath, string? Warning = null, string? Limits = null)
{
    /// <summary>Whether it has announced its readiness, to this daemon or to an earlier one. True of those that are not asked to.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>What it last said about itself (<c>STATUS=</c>, sd_notify(3)), without control characters, at most 512 of them; null if it has said nothing to this daemon.</summary>
    public string? StatusText { get; init; }

    /// <summary>Whether the main process runs.</summary>
    public bool IsRunning => Exit is null && Pid > 0;
}
