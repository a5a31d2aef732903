using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Plans;
using Drover.Services.Processes;

namespace Drover.Services.Tests.Groups;

/// <summary>A daemon in virtual time, without processes: what a scenario file speaks of. Everything that it does is written to <see cref="Heard"/>.</summary>
internal sealed class ScenarioWorld
{
    private readonly Dictionary<string, GroupState> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, string Tag), (TimeSpan Due, long Timer)> _timers = [];
    private readonly Dictionary<(string Group, string Tag), (ProcessAccount Account, TimeSpan StartedAt)> _kept = [];
    private readonly Dictionary<(string Group, string Tag), TimeSpan> _ended = [];
    private CltabInForce _inForce = CltabInForce.Nothing;
    private int _pid = 100;

    public TimeSpan Now { get; private set; }

    /// <summary>What the machine wanted done and what it reported, since it was last read.</summary>
    public List<string> Heard { get; } = [];

    public void Load(string text, bool apply)
    {
        var before = _inForce;
        var document = CltabParser.Parse(text, "cltab");
        _inForce = CltabMerge.Merge(before, document);
        foreach (var problem in document.Problems)
            Heard.Add($"{(problem.Severity == CltabSeverity.Error ? "error" : "warning")} {problem.Line}:{problem.Column} {problem.Group ?? "-"}: {problem.Text}");
        foreach (var group in _inForce.Groups)
            Offer(group, apply);
        foreach (var name in CltabMerge.Removed(before, _inForce))
            Step(name, new GroupEvent.Reread(null, apply));
    }

    public void Tell(string group, string level)
    {
        if (!_groups.ContainsKey(group))
            Heard.Add(_inForce.Find(group) is { IsRefused: true } ? $"refused: {group} has errors" : $"no such group: {group}");
        else
            Step(group, new GroupEvent.Tell(level));
    }

    public void Step(string group, GroupEvent happening)
    {
        var step = GroupMachine.Step(_groups[group], happening, Now);
        _groups[group] = step.State;
        foreach (var action in step.Actions)
            Carry(group, action);
    }

    public void Pass(TimeSpan span)
    {
        var end = Now + span;
        while (_timers.Count > 0 && _timers.MinBy(t => (t.Value.Due, t.Key.Group, t.Key.Tag)) is var (place, (due, timer)) && due <= end)
        {
            Now = due;
            _timers.Remove(place);
            Step(place.Group, new GroupEvent.TimerDue(place.Tag, timer));
        }

        Now = end;
    }

    /// <summary>The daemon is killed and another one starts: only levels and targets are still known.</summary>
    public void Restart(string group, IEnumerable<AdoptedProcess> found)
    {
        var old = _groups[group];
        foreach (var place in _timers.Keys.Where(k => k.Group == group).ToList())
            _timers.Remove(place);
        _groups[group] = GroupMachine.Recover(_inForce.Find(group)!.Definition!, old.Level, old.Target, old.Reason, old.Held);
        Step(group, new GroupEvent.Adopted([.. found]));
    }

    /// <summary>What another daemon knows of a process, by what is kept with it.</summary>
    public AdoptedProcess Find(string group, string tag, int pid, AdoptedFate fate, ExitStatus status)
    {
        var process = _groups[group].Processes[tag];
        var now = _inForce.Find(group)!.Definition!.Find(tag);
        var isSame = now is not null && !now.NeedsRestart(process.Entry);
        return new AdoptedProcess(tag, process.Run, pid, fate, status, isSame ? null : process.Entry)
        {
            Account = _kept[(group, tag)].Account,
            StartedAt = _kept[(group, tag)].StartedAt,
            EndedAt = _ended.TryGetValue((group, tag), out var ended) ? ended : null,
        };
    }

    /// <summary>The end of a process is written down.</summary>
    public void NoteEnd(string group, string tag) => _ended.TryAdd((group, tag), Now);

    public GroupState this[string group] => _groups[group];

    public ProcessState Process(string place) => this[place.Split('/')[0]].Processes[place.Split('/')[1]];

    public int NextPid() => ++_pid;

    public string Clstat(string group) =>
        _groups.TryGetValue(group, out var state) ? $"{state.Level ?? "-"} {state.Phase.Word()}" : "no such group";

    public CltabPlan Plan(string group, string? level) => CltabPlan.Make(_groups[group], _inForce.Find(group)?.Definition, level);

    private void Offer(GroupInForce group, bool apply)
    {
        if (group.IsKept)
            Heard.Add($"{group.Name} keeps its last good definition");
        else if (group.IsRefused)
            Heard.Add($"{group.Name} is refused");
        else if (_groups.ContainsKey(group.Name))
            Step(group.Name, new GroupEvent.Reread(group.Definition, apply));
        else
            _groups[group.Name] = GroupMachine.Configure(group.Definition!);
    }

    private void Carry(string group, GroupAction action)
    {
        switch (action)
        {
            case GroupAction.Start a:
                Heard.Add($"start {group}/{a.Tag}");
                _kept[(group, a.Tag)] = (a.Account, Now);
                _ended.Remove((group, a.Tag));
                break;
            case GroupAction.KeepAccount a: _kept[(group, a.Tag)] = (a.Account, _kept[(group, a.Tag)].StartedAt); break;
            case GroupAction.Signal a: Heard.Add($"signal {group}/{a.Tag} {a.Number.ToString().ToUpperInvariant()}"); break;
            case GroupAction.RunStop a: Heard.Add($"command {group}/{a.Tag} {a.Entry.Options.Stop.Command}"); break;
            case GroupAction.KillTree a: Heard.Add($"kill {group}/{a.Tag}"); break;
            case GroupAction.SetTimer a: _timers[(group, a.Tag)] = (Now + a.Delay, a.Timer); break;
            case GroupAction.CancelTimer a: _timers.Remove((group, a.Tag)); break;
            case GroupAction.ReportState a: Heard.Add($"state {group} {a.Level ?? "-"} {a.Phase.Word()}{(a.Reason is null ? "" : $" ({a.Reason})")}"); break;
            case GroupAction.Remark a: Heard.Add($"remark {a.Text}"); break;
            case GroupAction.Removed: Heard.Add($"removed {group}"); _groups.Remove(group); break;
            default: break;
        }
    }
}
