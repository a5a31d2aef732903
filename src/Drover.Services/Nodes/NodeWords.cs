using Drover.Kernel.Operations;
using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>What nodes answer, in words for the results of jobs.</summary>
internal static class NodeWords
{
    /// <summary>The failure of an operation that a node refused.</summary>
    public static OperationException Refused(NodeRefusal refusal, string group, string? tag = null) => refusal.Kind switch
    {
        NodeRefusalKind.NoSuchGroup => new("OpPrereqError", $"Service group '{group}' not found; 'drover get groups' lists them", "unknown_entity"),
        NodeRefusalKind.NoSuchEntry => new("OpPrereqError", $"The group {group} has no entry {tag}", "unknown_entity"),
        NodeRefusalKind.NotAtLevel => new("OpPrereqError", $"The group '{group}' is {refusal.Detail}, and an entry is started or stopped in a group that is at a level; tell it one with 'drover tell'", "wrong_state"),
        NodeRefusalKind.NotOfLevel => new("OpPrereqError", $"The entry {ProcessKey.NameOf(group, tag!)} does not run in level '{refusal.Detail}'; tell the group a level that it belongs to", "wrong_state"),
        NodeRefusalKind.NotRunning => new("OpPrereqError", $"The entry {ProcessKey.NameOf(group, tag!)} does not run", "wrong_state"),
        NodeRefusalKind.NotStarted => new("OpExecError", $"{ProcessKey.NameOf(group, tag!)}: {refusal.Detail}"),
        NodeRefusalKind.BadGroup => new("OpPrereqError", $"The group '{group}' has errors in the cltab and was never good: {refusal.Detail}", "wrong_input"),
        NodeRefusalKind.CltabNotTaken => new("OpPrereqError", refusal.Detail!, "wrong_state"),
        NodeRefusalKind.NoLease => new("OpPrereqError", $"The group '{group}' runs on one node of several, and the master places it; move it with 'drover move {group} --to NODE'", "wrong_state"),
        NodeRefusalKind.Stopping => new("OpPrereqError", "The daemon is stopping, and its services with it; try again when it is back", "temp_unavail"),
        _ => new("OpPrereqError", "Another master gives the orders now; ask that one", "temp_unavail"),
    };

    /// <summary>The failure of a rehearsal: what it would do is not done unasked.</summary>
    public static OperationException ToConfirm(string question) => new("OpPrereqError", question, "to_confirm");

    /// <summary>The failure of an operation whose change of an entry did not end well.</summary>
    public static OperationException Failed(LevelEnd end, string entry) => new("OpExecError", $"{entry}: {Reason(end)}", end.Kind.ToString().ToLowerInvariant());

    /// <summary>The failure of an operation whose change of level did not end well: a text for people, and a word of <see cref="LevelEndKind"/> for programs.</summary>
    public static OperationException Failed(LevelEnd end, string group, string level) =>
        new("OpExecError", $"group '{group}' is {end.Word} at level '{level}': {Reason(end)}", end.Kind.ToString().ToLowerInvariant());

    private static string? Reason(LevelEnd end) => end.Kind switch
    {
        LevelEndKind.Superseded => $"the group was told level '{end.Detail}' meanwhile",
        LevelEndKind.Halting => "the daemon stops, and its services with it",
        LevelEndKind.Removed => "the group was removed from the cltab",
        _ => end.Detail,
    };
}
