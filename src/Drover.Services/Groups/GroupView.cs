using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>How a group is shown. The status file has nine words; the query resource has a tenth, <c>DEGRADED</c>.</summary>
public static class GroupView
{
    /// <summary>The word of the status file.</summary>
    public static string Word(this GroupPhase phase) => phase switch
    {
        GroupPhase.Configured => "CONFIGURED",
        GroupPhase.Starting => "STARTING",
        GroupPhase.Checking => "CHECKING",
        GroupPhase.Done => "DONE",
        GroupPhase.Passed => "PASSED",
        GroupPhase.Failed => "FAILED",
        GroupPhase.Stopping => "STOPPING",
        GroupPhase.Dumping => "DUMPING",
        _ => "HALTING",
    };

    /// <summary>
    /// The word of the query resource: <c>DEGRADED</c> for a group at its level (DONE) of which a <c>respawn</c> entry does not run, an entry
    /// could not be started, or has let the time for its readiness pass; else as in the status file.
    /// </summary>
    public static string Word(GroupState group) =>
        group.Phase == GroupPhase.Done && Degraded(group).Any() ? "DEGRADED" : group.Phase.Word();

    /// <summary>What degrades a group at its level, as text, in file order.</summary>
    public static IEnumerable<string> Degraded(GroupState group) =>
        group.Definition.Entries.Where(e => group.Level is { } level && e.RunsIn(level))
            .Select(e => group.Held.Contains(e.Tag) ? $"{e.Tag} was stopped by order" : Complaint(group.Processes.GetValueOrDefault(e.Tag))).OfType<string>();

    /// <summary>What could not be started of a group at its level, or ran longer than it may, as text, in file order.</summary>
    public static IEnumerable<string> Failures(GroupState group) =>
        group.Definition.Entries.Where(e => group.Level is { } level && e.RunsIn(level) && !group.Held.Contains(e.Tag))
            .Select(e => Failure(group.Processes.GetValueOrDefault(e.Tag))).OfType<string>();

    /// <summary>Why an entry could not be started, or that it ran longer than it may; null if neither is so.</summary>
    internal static string? Failure(ProcessState? process) => process switch
    {
        { IsOverdue: true } => $"{process.Tag} failed: {process.Error}",
        { Error: { } error, Phase: not ProcessPhase.Fail } => $"{process.Tag} cannot be started: {error}",
        _ => null,
    };

    private static string? Complaint(ProcessState? process) => process switch
    {
        { Phase: ProcessPhase.Broken } or { Phase: ProcessPhase.Pausing, Error: not null } => $"{process.Tag} cannot be started: {process.Error}",
        { Phase: ProcessPhase.Done, IsOverdue: true } => Failure(process),
        { Phase: ProcessPhase.Pausing } => $"{process.Tag} dies too quickly and pauses",
        { Phase: ProcessPhase.Cleaning } => $"{process.Tag} has died, and what it left is being killed",
        { Phase: ProcessPhase.Setup, Launched: true } => $"{process.Tag} has died and is being started again",
        { Phase: ProcessPhase.Awaiting } => $"{process.Tag} is not ready yet",
        { Phase: ProcessPhase.Up, IsLate: true } => $"{process.Tag} did not say that it is ready",
        _ => null,
    };
}
