using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>
/// The rules of resource groups, without a clock, a process or a file: from a group and an event come the next group and what is to
/// be done. The same input always gives the same output.
/// </summary>
public static class GroupMachine
{
    /// <summary>A group that was never told anything.</summary>
    public static GroupState Configure(CltabGroup definition) => Fill(definition, ProcessPhase.Configured);

    /// <summary>
    /// A group as it was when an earlier daemon ended. Its first event must be <see cref="GroupEvent.Adopted"/>; then it goes on to
    /// its target.
    /// </summary>
    /// <param name="definition">The definition in force.</param>
    /// <param name="level">The level last begun; null if none.</param>
    /// <param name="target">The level it was at or on its way to. Null with a level: its change of level was cancelled. Null without: it was never told, or halted.</param>
    /// <param name="reason">The reason of that cancel.</param>
    /// <param name="held">Entries that were stopped by order; null for none.</param>
    public static GroupState Recover(CltabGroup definition, string? level, string? target, string? reason = null, IEnumerable<string>? held = null) =>
        Fill(definition, ProcessPhase.Adopting) with
        {
            Held = (held ?? []).ToImmutableHashSet(StringComparer.Ordinal),
            Level = level,
            Target = target,
            Reason = reason,
            Phase = target is null && level is not null ? GroupPhase.Failed : GroupPhase.Configured,
        };

    /// <summary>Takes one event.</summary>
    /// <param name="state">The group.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="now">The monotonic clock; never goes back.</param>
    public static GroupStep Step(GroupState state, GroupEvent happening, TimeSpan now) => new GroupTurn(state, now).Take(happening);

    private static GroupState Fill(CltabGroup definition, ProcessPhase phase)
    {
        var state = new GroupState { Definition = definition };
        var processes = state.Processes.ToBuilder();
        foreach (var entry in definition.Entries)
            processes[entry.Tag] = new ProcessState { Entry = entry, Phase = phase };
        return state with { Processes = processes.ToImmutable() };
    }
}
