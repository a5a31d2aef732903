namespace Drover.Nodes.Services;

/// <summary>Something that a master must come to know of the services of a node, and of the commands that it ran there.</summary>
/// <param name="Number">Its number. They rise; one that has not been acknowledged may be missing only if a later one says all that it said.</param>
public abstract record ServiceReport(long Number);

/// <summary>Where a group stands.</summary>
/// <param name="Group">The group.</param>
/// <param name="Status">Where it stands; null when it is gone from the cltab, and nothing of it is left.</param>
public sealed record GroupChanged(long Number, GroupKey Group, GroupStatus? Status) : ServiceReport(Number);

/// <summary>A line about a change of level on its way.</summary>
/// <param name="Command">The order that it was made by.</param>
/// <param name="Text">The line.</param>
public sealed record LevelLogged(long Number, CommandKey Command, string Text) : ServiceReport(Number);

/// <summary>A change of level has ended.</summary>
/// <param name="Command">The order that it was made by.</param>
/// <param name="End">How.</param>
public sealed record LevelEnded(long Number, CommandKey Command, LevelEnd End) : ServiceReport(Number);

/// <summary>Processes have ended. Ends are told together, at most once a second.</summary>
/// <param name="Ends">The ends in the order in which they were noticed.</param>
public sealed record ProcessesEnded(long Number, IReadOnlyList<ProcessEnd> Ends) : ServiceReport(Number);

/// <summary>Reports could not be kept until somebody read them: there were too many.</summary>
/// <param name="Count">How many.</param>
public sealed record ReportsDropped(long Number, long Count) : ServiceReport(Number);
