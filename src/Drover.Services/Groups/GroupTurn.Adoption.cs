using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Processes;
using Drover.Services.Settings;

namespace Drover.Services.Groups;

/// <summary>What an earlier daemon left.</summary>
internal sealed partial class GroupTurn
{
    private void Adopt(ImmutableArray<AdoptedProcess> found)
    {
        foreach (var item in found)
            AdoptOne(item);
        foreach (var process in InOrder())
            if (process.Phase == ProcessPhase.Adopting)
                Step(process, ProcessHappening.Gone);
        if (_group.Target is not null)
            Fire(GroupHappening.Resume);
        else if (_group.Level is null && _processes.Values.Any(p => p.Phase != ProcessPhase.Configured || p.IsCarried))
            Fire(GroupHappening.Halt);
    }

    private void AdoptOne(AdoptedProcess item)
    {
        var entry = item.StartedAs ?? _group.Definition.Find(item.Tag)
            ?? new CltabEntry(_group.Name, item.Tag, new LevelField(""), CltabMode.Once, new CltabCommand(""), 0, EntryOptions.Default);
        var isOverdue = item.Account.IsOverdue && entry.Options.Timeout is not null;
        var process = (_processes.GetValueOrDefault(item.Tag) ?? new ProcessState { Entry = entry, Phase = ProcessPhase.Adopting }) with
        {
            Entry = entry,
            Run = item.Run,
            Pid = item.Pid,
            Level = _group.Level ?? "",
            StartedAt = Earlier(item.StartedAt),
            MainLives = item.Fate == AdoptedFate.Lives,
            TreeLives = item.Fate is AdoptedFate.Lives or AdoptedFate.LeftSomething,
            Restarts = item.Account.Restarts,
            LastExit = item.Fate is AdoptedFate.LeftSomething or AdoptedFate.Ended ? item.Status : item.Account.LastExit,
            DiedAt = item.Account.DiedAt,
            Hits = item.Account.Hits,
            Pauses = item.Account.Pauses,
            IsOverdue = isOverdue,
            Error = item.Fate == AdoptedFate.NeverRan ? "it could not be started before the daemon ended"
                : isOverdue ? ProcessMachine.OverdueText(entry) : null,
        };
        if (process.Phase != ProcessPhase.Adopting)
            return;
        if (item.Fate == AdoptedFate.NeverRan && entry.Mode == CltabMode.Respawn)
            AdoptUnstarted(process);
        else if (item.Fate is AdoptedFate.LeftSomething or AdoptedFate.Ended && IsToRunAgain(entry, item.Status))
            AdoptDead(ProcessMachine.CountDeath(process, Earlier(item.EndedAt)), isSameEntry: item.StartedAs is null);
        else
        {
            KillRestOfOverdue(process);
            Step(process, AdoptedAs(process, item));
        }
    }

    /// <summary>Its start is still to be made, and is counted when it is.</summary>
    private void AdoptUnstarted(ProcessState process)
    {
        if (process.Restarts > 0)
            Step(process with { Restarts = process.Restarts - 1, Error = null }, ProcessHappening.Restart);
        else
            Step(process, ProcessHappening.Gone);
    }

    /// <summary>A dead respawn entry is started by the sequence of its level in its turn, as a restart; unless it must pause. An entry that has
    /// changed meanwhile begins anew.</summary>
    private void AdoptDead(ProcessState process, bool isSameEntry)
    {
        if (process.TreeLives)
            Step(process, ProcessHappening.Died);
        else if (!isSameEntry)
            Step(process, ProcessHappening.Gone);
        else
        {
            var (next, happening) = ProcessMachine.AfterEarlierDeath(process, _now);
            Step(next, happening);
        }
    }

    /// <summary>A time of an earlier daemon; not known, or not yet come, it is now.</summary>
    private TimeSpan Earlier(TimeSpan? moment) => moment is { } known && known < _now ? known : _now;

    private static ProcessHappening AdoptedAs(ProcessState process, AdoptedProcess item) => (item.Fate, process.Entry.Mode) switch
    {
        (AdoptedFate.Lives, CltabMode.Wait or CltabMode.Test) => ProcessHappening.RunsFront,
        (AdoptedFate.Lives, _) => item.IsReady ? ProcessHappening.RunsBack : RunsAs(process.Entry),
        (AdoptedFate.NeverRan, CltabMode.Test) => ProcessHappening.EndedBad,
        (AdoptedFate.NeverRan, _) => ProcessHappening.StartFailed,
        _ => EndsAs(process, item.Status),
    };
}
