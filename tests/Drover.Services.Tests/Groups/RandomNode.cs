using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;
using Drover.Services.Settings;

namespace Drover.Services.Tests.Groups;

/// <summary>A node with made-up processes: carries out what a machine wants, and lets things happen in an order that the seed decides.</summary>
internal sealed class RandomNode(Random random)
{
    private readonly Dictionary<string, FakeProcess> _processes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Timer, TimeSpan Due)> _timers = new(StringComparer.Ordinal);

    /// <summary>Broken promises; none, if all is well.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Whether no process does anything by itself any more: what is stubborn then lives until it is killed.</summary>
    public bool IsStill { get; set; }

    public IEnumerable<FakeProcess> Alive => _processes.Values.Where(p => p.TreeLives);

    public TimeSpan? NextTimer => _timers.Count == 0 ? null : _timers.Values.Min(t => t.Due);

    public void Carry(GroupAction action, TimeSpan now)
    {
        switch (action)
        {
            case GroupAction.Start a:
                if (_processes.GetValueOrDefault(a.Tag) is { TreeLives: true })
                    Complaints.Add($"{a.Tag} is started while it lives");
                var fails = random.Next(8) == 0;
                _processes[a.Tag] = new FakeProcess(a.Tag, a.Run, a.Entry, a.Account, now) { MainLives = !fails, TreeLives = !fails, IsStubborn = random.Next(3) == 0 };
                break;
            case GroupAction.KeepAccount a: _processes[a.Tag].Account = a.Account; break;
            case GroupAction.Signal a: Signal(a.Tag, a.Run, a.Number); break;
            case GroupAction.RunStop a: Signal(a.Tag, a.Run, StopSignal.Term); break;
            case GroupAction.KillTree a: Signal(a.Tag, a.Run, StopSignal.Kill); break;
            case GroupAction.SetTimer a: _timers[a.Tag] = (a.Timer, now + a.Delay); break;
            case GroupAction.CancelTimer a: _timers.Remove(a.Tag); break;
            default: break;
        }
    }

    /// <summary>Something that a node may report now; null if there is nothing.</summary>
    public GroupEvent? Happen(TimeSpan now)
    {
        foreach (var (tag, (timer, due)) in _timers.Where(t => t.Value.Due <= now).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            _timers.Remove(tag);
            return new GroupEvent.TimerDue(tag, timer);
        }

        var candidates = _processes.Values.OrderBy(p => p.Tag, StringComparer.Ordinal).ToList();
        for (var tries = 0; !IsStill && tries < 4 && candidates.Count > 0; tries++)
            if (candidates[random.Next(candidates.Count)].Happen(random) is { } happening)
                return Noted(happening, now);
        return candidates.Select(p => p.Due()).FirstOrDefault(h => h is not null) is { } late ? Noted(late, now) : null;
    }

    /// <summary>What another daemon would find.</summary>
    public IEnumerable<AdoptedProcess> Find(GroupState group)
    {
        _timers.Clear();
        foreach (var process in _processes.Values.OrderBy(p => p.Tag, StringComparer.Ordinal))
        {
            process.IsReported = true;
            var known = group.Processes.GetValueOrDefault(process.Tag);
            var fate = process.MainLives ? AdoptedFate.Lives : process.TreeLives ? AdoptedFate.LeftSomething : AdoptedFate.Ended;
            process.IsMainEndReported = !process.MainLives;
            process.IsGoneReported = !process.TreeLives;
            if (process.TreeLives || known is { Phase: not ProcessPhase.Configured })
                yield return new AdoptedProcess(process.Tag, process.Run, process.MainLives ? 7 : 0, fate, process.Exit, StartedAs(group, process.Entry))
                {
                    Account = process.Account,
                    StartedAt = process.StartedAt,
                    EndedAt = process.EndedAt,
                };
        }
    }

    private static CltabEntry? StartedAs(GroupState group, CltabEntry entry) =>
        (group.Offered ?? group.Definition).Find(entry.Tag) is { } now && now.Mode == entry.Mode && now.Command == entry.Command ? null : entry;

    private GroupEvent Noted(GroupEvent happening, TimeSpan now)
    {
        if (happening is GroupEvent.ProcessExited exit)
            _processes[exit.Tag].EndedAt = now;
        return happening;
    }

    private void Signal(string tag, long run, StopSignal signal)
    {
        if (_processes.GetValueOrDefault(tag) is not { } process || process.Run != run)
            Complaints.Add($"{tag}: signal to run {run}, which is not the latest");
        else if (signal == StopSignal.Kill || !process.IsStubborn)
            process.MainLives = process.TreeLives = false;
    }
}
