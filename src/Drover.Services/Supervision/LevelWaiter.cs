using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

/// <summary>An order that waits for a group to reach a level.</summary>
/// <param name="Command">The order.</param>
/// <param name="Level">The level.</param>
/// <param name="Tag">The one entry that it is about; null for the whole group.</param>
internal sealed record LevelWaiter(CommandKey Command, string Level, string? Tag = null)
{
    /// <summary>How it ends with the group as it is.</summary>
    public LevelEnd EndAt(GroupState state) => Tag is null ? EndOf(state) : EndOf(state, state.Processes.GetValueOrDefault(Tag));

    private static LevelEnd EndOf(GroupState state)
    {
        var word = GroupView.Word(state);
        if (state.Phase == GroupPhase.Failed)
            return new LevelEnd(LevelEndKind.Failed, word, state.Reason ?? "a test failed");
        var failures = string.Join("; ", GroupView.Failures(state));
        return failures.Length == 0 ? new LevelEnd(LevelEndKind.Reached, word) : new LevelEnd(LevelEndKind.Incomplete, word, failures);
    }

    private static LevelEnd EndOf(GroupState state, ProcessState? process)
    {
        if (state is { Phase: GroupPhase.Failed, Target: null })
            return EndOf(state);
        if (GroupView.Failure(process) is { } failure)
            return new LevelEnd(LevelEndKind.Incomplete, GroupView.Word(state), failure);
        return process?.Phase == ProcessPhase.Fail
            ? new LevelEnd(LevelEndKind.Failed, GroupView.Word(state), $"{process.Tag} failed: {process.Error ?? process.LastExit?.ToString() ?? "unknown"}")
            : new LevelEnd(LevelEndKind.Reached, process?.Phase.Word() ?? "REMOVED");
    }
}
