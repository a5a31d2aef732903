using System.Collections.Immutable;
using System.Text;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Plans;

/// <summary>
/// What a tell, or a reread that is applied, would do to a group as it stands, in the order in which it would be done: all stops at
/// once, then starts in file order, each after the one before has run.
/// </summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Level">The level it would be brought to; null: none, all is stopped.</param>
/// <param name="Steps">The steps.</param>
public sealed record CltabPlan(string Group, string? Level, ImmutableArray<CltabPlanStep> Steps)
{
    /// <summary>Whether nothing would be stopped or started.</summary>
    public bool IsQuiet => Steps.All(s => s.Kind is CltabPlanKind.Leave or CltabPlanKind.Skip);

    /// <summary>The plan of bringing a group with a definition (null: removed) to a level (null: the one it is at).</summary>
    public static CltabPlan Make(GroupState group, CltabGroup? definition, string? level)
    {
        var target = definition is null ? null : level ?? group.Target;
        var alive = Existing(group).Where(p => p.Phase != ProcessPhase.Configured).ToList();
        var stops = alive.Select(p => StopOf(p, definition, target)).OfType<CltabPlanStep>();
        // A tell begins all entries of its level; what was stopped by order stays so without one.
        var held = level is null ? group.Held : [];
        var starts = target is null ? [] : definition!.Entries.Select(e => StartOf(e, group, target, held)).OfType<CltabPlanStep>();
        return new CltabPlan(group.Name, target, [.. stops, .. starts]);
    }

    /// <summary>The plan for people, a line a step.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Group).Append(Level is null ? ": no level" : $": level {Level}").Append(IsQuiet ? ", nothing to do" : "").Append('\n');
        foreach (var step in Steps)
            text.Append("  ").Append(step.Kind.ToString().ToLowerInvariant().PadRight(8)).Append(step.Tag).Append(": ").Append(step.Why).Append('\n');
        return text.ToString();
    }

    private static CltabPlanStep? StopOf(ProcessState process, CltabGroup? definition, string? target)
    {
        if (definition is null)
            return Step(CltabPlanKind.Stop, "the group is removed");
        if (definition.Find(process.Tag) is not { } entry)
            return Step(CltabPlanKind.Stop, "the entry is removed");
        if (target is null)
            return Step(CltabPlanKind.Leave, "the group is at no level");
        if (entry.Mode == CltabMode.Off)
            return Step(CltabPlanKind.Stop, "it is off");
        if (!entry.RunsIn(target))
            return Step(CltabPlanKind.Stop, $"not in level {target}");
        return null;

        CltabPlanStep Step(CltabPlanKind kind, string why) => new(kind, process.Tag, process.TreeLives || kind == CltabPlanKind.Leave ? why : why + "; it does not run");
    }

    private static CltabPlanStep? StartOf(CltabEntry entry, GroupState group, string target, ImmutableHashSet<string> held)
    {
        if (!entry.Levels.Includes(target))
            return null;
        if (entry.Mode == CltabMode.Off)
            return new CltabPlanStep(CltabPlanKind.Skip, entry.Tag, "it is off");
        if (held.Contains(entry.Tag))
            return new CltabPlanStep(CltabPlanKind.Skip, entry.Tag, "it was stopped by order");
        var process = group.Processes.GetValueOrDefault(entry.Tag);
        var order = entry.Mode.IsForeground() ? $"{entry.Mode.Word()}, later entries wait for its end" : entry.Mode.Word();
        if (process is null or { Phase: ProcessPhase.Configured })
            return new CltabPlanStep(CltabPlanKind.Start, entry.Tag, order);
        if (process.Phase == ProcessPhase.Broken)
            return new CltabPlanStep(CltabPlanKind.Start, entry.Tag, $"{order}; it could not be started before");
        if (entry.NeedsRestart(process.Entry))
            return new CltabPlanStep(CltabPlanKind.Restart, entry.Tag, $"{order}; {Change(process.Entry, entry)} changed");
        if (process.Phase == ProcessPhase.Stopping)
            return new CltabPlanStep(CltabPlanKind.Start, entry.Tag, $"{order}; when its stop is over");
        return new CltabPlanStep(CltabPlanKind.Leave, entry.Tag, process switch
        {
            { Phase: ProcessPhase.Cleaning or ProcessPhase.Setup } => "it is being started",
            { MainLives: true } => "it runs",
            { Phase: ProcessPhase.Pausing } => "it pauses, and is then started again",
            _ => "it has run, and is not repeated",
        });
    }

    private static string Change(CltabEntry before, CltabEntry after) =>
        before.Mode != after.Mode ? "its mode" : before.Command != after.Command ? "its command" : "its surroundings";

    private static IEnumerable<ProcessState> Existing(GroupState group) =>
        group.Definition.Entries.Select(e => group.Processes.GetValueOrDefault(e.Tag)).OfType<ProcessState>()
            .Concat(group.Processes.Values.Where(p => group.Definition.Find(p.Tag) is null).OrderBy(p => p.Tag, StringComparer.Ordinal));
}
