using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>One step of a group. Works on a draft that nobody else sees.</summary>
internal sealed partial class GroupTurn
{
    private readonly TimeSpan _now;
    private readonly List<GroupAction> _actions = [];
    private readonly ImmutableDictionary<string, ProcessState>.Builder _processes;
    private GroupState _group;
    private ImmutableHashSet<string> _pending;

    public GroupTurn(GroupState group, TimeSpan now)
    {
        _group = group;
        _now = now;
        _processes = group.Processes.ToBuilder();
        _pending = group.Pending;
    }

    public GroupStep Take(GroupEvent happening)
    {
        switch (happening)
        {
            case GroupEvent.Tell e: Tell(e.Level, e.Held); break;
            case GroupEvent.Reread e: Reread(e.Definition, e.Apply); break;
            case GroupEvent.Halt: Fire(GroupHappening.Halt); break;
            case GroupEvent.Cancel e: Cancel(e.Reason); break;
            case GroupEvent.ChangeEntry e: ChangeEntry(e.Tag, e.Change); break;
            case GroupEvent.ClearBackoff e: ClearBackoff(e.Tag); break;
            case GroupEvent.Adopted e: Adopt(e.Processes); break;
            default: Hear(happening); break;
        }

        Advance();
        return new GroupStep(_group with { Processes = _processes.ToImmutable(), Pending = _pending }, [.. _actions]);
    }

    private void Tell(string level, IReadOnlyCollection<string> held)
    {
        if (_group.IsRemoved)
            return;
        TakeOffered();
        _group = _group with { Target = level, Held = _group.Held.Clear().Union(held) };
        Fire(GroupHappening.Tell);
    }

    private void Reread(CltabGroup? definition, bool apply)
    {
        if (definition is null)
        {
            Remove();
            return;
        }

        var isSame = !_group.IsRemoved && definition.SameAs(_group.Definition);
        _group = _group with { IsRemoved = false, Offered = definition };
        if (_group.Phase == GroupPhase.Configured)
        {
            TakeOffered();
            SyncEntries();
        }
        else if (isSame)
            TakeOffered();
        else if (apply && _group.Target is not null)
        {
            TakeOffered();
            Fire(GroupHappening.Reread);
        }
    }

    private void Remove()
    {
        _group = _group with { IsRemoved = true, Offered = null };
        if (_group.Phase != GroupPhase.Halting)
            Fire(GroupHappening.Halt);
    }

    private void Cancel(string reason)
    {
        if (GroupTable.Find(_group.Phase, GroupHappening.Cancel).Act == GroupAct.Ignore)
            return;
        _group = _group with { Reason = reason };
        Fire(GroupHappening.Cancel);
    }

    private void ClearBackoff(string? tag)
    {
        foreach (var process in tag is null ? InOrder() : _processes.TryGetValue(tag, out var one) ? [one] : [])
        {
            var cleared = Step(process with { Hits = 0, Pauses = 0, DiedAt = null }, ProcessHappening.ClearBackoff);
            // A start carries the account; what runs on must be told of it.
            if (cleared.Run == process.Run && cleared.Account != process.Account)
                _actions.Add(new GroupAction.KeepAccount(cleared.Tag, cleared.Run, cleared.Entry, cleared.Account));
        }
    }

    private void TakeOffered()
    {
        if (_group.Offered is { } offered)
            _group = _group with { Definition = offered, Offered = null };
    }

    /// <summary>Takes one transition of the group: the only place where its phase changes.</summary>
    private void Fire(GroupHappening happening)
    {
        var rule = GroupTable.Find(_group.Phase, happening);
        if (rule.Act == GroupAct.Ignore)
            return;
        var isNew = _group.Phase != rule.Next;
        _group = _group with { Phase = rule.Next };
        if (rule.Act == GroupAct.Begin)
            _group = _group with { Level = _group.Target };
        if (rule.Act is GroupAct.StopLeavers or GroupAct.Begin or GroupAct.StopAll)
            _group = _group with { Reason = null };
        if (rule.Act == GroupAct.Arrive && rule.Next == GroupPhase.Failed)
            _group = _group with { Reason = Failures() };
        if (isNew)
            _actions.Add(new GroupAction.ReportState(_group.Phase, _group.Level, _group.Reason));
        Carry(rule.Act);
    }

    private void Carry(GroupAct act)
    {
        switch (act)
        {
            case GroupAct.StopLeavers: StopLeavers(); break;
            case GroupAct.Discard: Await(InOrder().Where(p => IsDiscarded(p) && p.Phase != ProcessPhase.Configured)); break;
            case GroupAct.Begin: Begin(); break;
            case GroupAct.Count: Await(LevelEntries().Where(p => p.Phase != ProcessPhase.Configured && !p.CountsAsRan)); break;
            case GroupAct.StopAll: StopAll(); break;
            case GroupAct.Abandon: _group = _group with { Target = null }; Await([]); break;
            case GroupAct.Rest: Rest(); break;
            default: Await([]); break;
        }
    }

    /// <summary>Goes on for as long as the phase waits for nothing.</summary>
    private void Advance()
    {
        while (_pending.IsEmpty && NextHappening() is { } next)
            Fire(next);
    }

    private GroupHappening? NextHappening() => _group.Phase switch
    {
        GroupPhase.Stopping => GroupHappening.LeaversGone,
        GroupPhase.Dumping => GroupHappening.Discarded,
        GroupPhase.Starting => StartNext() ? GroupHappening.AllRan : null,
        GroupPhase.Checking => CountTests(),
        GroupPhase.Halting => GroupHappening.AllGone,
        _ => null,
    };

    private void Await(IEnumerable<ProcessState> processes) =>
        _pending = processes.Select(p => p.Tag).ToImmutableHashSet(StringComparer.Ordinal);
}
