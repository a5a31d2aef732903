using System.Text;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Plans;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>The cltab: looking at it changes nothing, taking it does.</summary>
public sealed partial class Supervisor
{
    /// <summary>Of groups with errors so many are named in one line.</summary>
    private const int MostNamed = 5;

    private readonly Dictionary<string, string> _levelsToRestore = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onRecordOnly = new(StringComparer.Ordinal);
    private CltabInForce _inForce = CltabInForce.Nothing;
    private CltabText? _lastTaken;
    private volatile string? _notTaken;

    /// <summary>Why what the cltab holds is not in force; null if it is.</summary>
    public string? CltabNotTaken => _notTaken;

    /// <summary>What is wrong in the cltab that is in force, and what that means for its groups; null if nothing is.</summary>
    public string? CltabErrors
    {
        get
        {
            var read = _inForce;
            var errors = read.Problems.Where(problem => problem.Severity == CltabSeverity.Error).ToList();
            if (errors.Count == 0)
                return null;
            var wrong = read.Groups.Where(group => !group.Errors.IsEmpty).ToList();
            var groups = wrong.Take(MostNamed).Select(group => group.IsRefused
                ? $"the group '{group.Name}' was never good and can be told no level"
                : $"the group '{group.Name}' goes on by its definition of before");
            var more = wrong.Count > MostNamed ? $"; and so on for {wrong.Count - MostNamed} more groups" : "";
            return $"{CltabPath} has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")}{string.Concat(groups.Select(text => $"; {text}"))}{more}. The first: {Describe(errors[0])}";
        }
    }

    /// <inheritdoc/>
    public Task<CltabReport> CheckAsync(string? text, string? name, CancellationToken cancellationToken) => text is null
        ? AskWithCltabAsync(look => OrRefusal(() => Foresee(look.Parse(CltabPath, Node), document => Check(document, look, AtWork()))), cancellationToken)
        : AskAsync(() => OrRefusal(() => Foresee(ParseGiven(Encoding.UTF8.GetBytes(text), name ?? "cltab"), document => Check(document, AtWork()))), cancellationToken);

    /// <inheritdoc/>
    public Task<GroupPlan> PlanAsync(string group, string level, CancellationToken cancellationToken) => AskWithCltabAsync(look =>
    {
        var next = LookAhead(look, out var problem);
        string[] remarks = problem is null ? [] : [problem.Message];
        if (next.Find(group) is not { } written)
            return new GroupPlan(new NodeRefusal(NodeRefusalKind.NoSuchGroup), remarks);
        if (written.IsRefused)
            return new GroupPlan(new NodeRefusal(NodeRefusalKind.BadGroup, Describe(written.Errors[0])), remarks);
        return new GroupPlan(null, [.. remarks, .. Lines(CltabPlan.Make(StateOf(written), written.Definition, level))]);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken) => AskWithCltabAsync(look =>
    {
        if (LookAhead(look, out _).Find(group) is not { } written)
            return null;
        if (written.IsRefused && !_groups.ContainsKey(group))
            return RefusedRow(written);
        return Row(Snapshot(_groups.TryGetValue(group, out var known) ? known : new SupervisedGroup(StateOf(written)) { Errors = written.Errors }));
    }, cancellationToken);

    private string CltabPath => _options.CltabPath ?? "cltab";

    /// <summary>Reads a cltab that somebody gives. Of what it includes only directories are looked into that the cltab in force includes too: others may hold what the giver may not read.</summary>
    private CltabDocument ParseGiven(byte[] main, string path)
    {
        var inForce = _lastTaken is { } taken ? CltabInclude.Of(taken.Main).Select(include => include.Directory).ToHashSet(StringComparer.Ordinal) : [];
        var includes = CltabInclude.Of(main).ToLookup(include => inForce.Contains(include.Directory));
        var source = includes[true].Aggregate(
            new CltabSource(new CltabText(main), [], IsSteady: true), (read, include) => read.With(include, path, _options.DaemonUser, _files));
        var document = CltabParser.Parse(source.Text with { Cluster = OfCluster }, path, Node);
        return document with
        {
            Problems = [.. document.Problems, .. includes[false].Select(include => new CltabProblem(CltabSeverity.Warning, include.Line, 1,
                $"{include.Directory} was not looked into: the cltab in force does not include it", null))],
        };
    }

    private static CltabReport OrRefusal(Func<CltabReport> read)
    {
        try
        {
            return read();
        }
        catch (CltabException refusal)
        {
            return Refused([], refusal);
        }
    }

    private static CltabReport Refused(IReadOnlyList<string> lines, CltabException refusal) =>
        Refused(lines, new NodeRefusal(NodeRefusalKind.CltabNotTaken, $"{refusal.Message} ({refusal.Code})"));

    private static CltabReport Refused(IReadOnlyList<string> lines, NodeRefusal refusal) => new(lines, HasErrors: true, HasChanges: false) { Refusal = refusal };

    /// <summary>What a look has found, if it may be taken unasked.</summary>
    /// <param name="look">The look.</param>
    /// <param name="atWork">What it could put an end to.</param>
    /// <exception cref="CltabException">It does not count, or must be confirmed.</exception>
    private CltabDocument Accept(CltabLook look, ServicesAtWork atWork)
    {
        var document = look.Parse(CltabPath, Node);
        Check(document, look, atWork);
        return document;
    }

    /// <summary>Sees whether what a look has found may be taken unasked; what was taken last may.</summary>
    /// <exception cref="CltabException">It must be confirmed.</exception>
    private void Check(CltabDocument document, CltabLook look, ServicesAtWork atWork)
    {
        if (IsLastTaken(look))
            return;
        if (_kept?.Kept.Undone is { } undone && look.Text.Own.SameAs(undone))
            throw new CltabException("CLTAB_UNDONE", $"{CltabPath} still holds what was undone. Change it, or take it all the same: drover reread --yes.");
        Check(document, atWork);
    }

    private void Check(CltabDocument document, ServicesAtWork atWork)
    {
        if (atWork.Objection(document.Path, CltabMerge.Merge(_inForce, document), _options.RereadLimit) is { } objection)
            throw objection;
    }

    private ServicesAtWork AtWork() => new(
        [.. _groups.Values.SelectMany(group => group.State.Processes.Values
            .Where(process => process.TreeLives && process.Phase != Processes.ProcessPhase.Stopping)
            .Select(process => new RunningEntry(group.State.Name, process.Tag, process.Entry, group.State.Target) { HasLease = IsLeased(group.State.Name) }))],
        [.. _groups.Values.Where(group => group.State.Target is not null).Select(group => group.State.Name).Concat(_levelsToRestore.Keys)]);

    /// <summary>What would be in force if the file were taken now; what is in force, and why, if it would not be.</summary>
    private CltabInForce LookAhead(CltabLook look, out CltabException? problem)
    {
        problem = null;
        try
        {
            return CltabMerge.Merge(_inForce, Accept(look, AtWork()));
        }
        catch (CltabException refusal)
        {
            problem = refusal;
            return _inForce;
        }
    }

    private bool IsLastTaken(CltabLook look) => look.Problem is null && _lastTaken is not null && look.Text.SameAs(_lastTaken);

    /// <summary>Takes what a look has found, unless it is what was taken last. Returns why it is not to be taken, or null.</summary>
    private CltabException? TakeCltab(CltabLook look)
    {
        try
        {
            if (!IsLastTaken(look))
                TakeCltab(Accept(look, AtWork()), look, apply: false);
            Agree();
            return null;
        }
        catch (CltabException refusal)
        {
            Keep(refusal);
            return refusal;
        }
    }

    /// <summary>What the file holds is in force.</summary>
    private void Agree()
    {
        _notTaken = null;
        if (_kept?.Kept is { Undone: not null } kept)
            Keep(kept with { Undone = null });
    }

    /// <summary>What is in force stays in force. Told when that becomes so.</summary>
    private void Keep(CltabException refusal)
    {
        if (_notTaken == refusal.Message)
            return;
        _notTaken = refusal.Message;
        if (_inForce == CltabInForce.Nothing)
            ServiceLog.NoCltab(_log, refusal.Message);
        else
            ServiceLog.CltabKept(_log, refusal.Message);
    }

    /// <summary>What a reread would do, and whether it would ask back.</summary>
    private CltabReport Foresee(CltabDocument document, Action<CltabDocument> check)
    {
        var report = Report(document);
        try
        {
            check(document);
            return report;
        }
        catch (CltabException objection)
        {
            return report with { ToConfirm = $"{objection.Message} ({objection.Code})" };
        }
    }

    /// <summary>What is wrong with a file, and what taking it would do.</summary>
    /// <param name="document">The file.</param>
    /// <param name="levels">Levels to which groups are brought by that; null where they stay at theirs.</param>
    /// <param name="file">The included file whose problems are told; null for those of all.</param>
    private CltabReport Report(CltabDocument document, IReadOnlyDictionary<string, string>? levels = null, string? file = null)
    {
        var problems = document.Problems.Where(problem => file is null || problem.File == file).ToList();
        var lines = problems.ConvertAll(p => p.Describe(document.Path));
        var next = CltabMerge.Merge(_inForce, document);
        var plans = next.Groups.Where(g => !g.IsRefused).Select(g => CltabPlan.Make(StateOf(g), g.Definition, LosesLease(g) ? NoLevel : levels?.GetValueOrDefault(g.Name)))
            .Concat(CltabMerge.Removed(_inForce, next).Where(_groups.ContainsKey).Select(name => CltabPlan.Make(_groups[name].State, null, null)))
            .ToList();
        plans.ForEach(plan => lines.AddRange(Lines(plan)));
        return new CltabReport(lines, problems.Exists(problem => problem.Severity == CltabSeverity.Error), plans.Exists(plan => !plan.IsQuiet));
    }

    private static string[] Lines(CltabPlan plan) => plan.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private GroupState StateOf(GroupInForce group) =>
        _groups.TryGetValue(group.Name, out var known) ? known.State : GroupMachine.Configure(group.Definition!);

    private void TakeCltab(CltabDocument document, CltabLook look, bool apply)
    {
        var removed = RemovedBy(document);
        PutInForce(document, look.Text, removed.Where(group => group.State.Target is not null).ToDictionary(group => group.State.Name, group => group.State.Target!), removed.Count);
        Carry(removed, apply);
        // What was on record alone is now a group of the cltab, or gone.
        ForgetMissing(_onRecordOnly);
        foreach (var name in _onRecordOnly)
            _levelsToRestore.Remove(name);
        _onRecordOnly.Clear();
    }

    /// <summary>Groups that are gone with a file. Not only those that were in force before: a group may have been taken up from its processes while the file could not be read.</summary>
    private List<SupervisedGroup> RemovedBy(CltabDocument document)
    {
        var next = CltabMerge.Merge(_inForce, document);
        return [.. _groups.Values.Where(group => next.Find(group.State.Name) is null && !group.State.IsRemoved)];
    }

    /// <summary>Puts a file in force, and that on record, before anything is done about it.</summary>
    private void PutInForce(CltabDocument document, CltabText text, IReadOnlyDictionary<string, string> levelsGone, int removed)
    {
        var before = _inForce;
        _inForce = CltabMerge.Merge(before, document);
        if (_lastTaken is null || !text.Own.SameAs(_lastTaken.Own))
            Keep(_kept!.Kept.Take(text.Own, levelsGone));
        TellHeld(document);
        TellTaken(before, _inForce, document, removed);
    }

    private void Keep(KeptCltab kept)
    {
        _lastTaken = kept.Taken is { } taken ? taken with { Cluster = OfCluster } : null;
        if (_kept!.Keep(kept) is { } problem)
            ServiceLog.CltabNotKept(_log, problem);
    }

    private void Carry(List<SupervisedGroup> removed, bool apply)
    {
        StopUnleased();
        CarryGone(removed, apply);
        foreach (var written in _inForce.Groups)
            TakeGroup(written, apply);
    }

    private void CarryGone(List<SupervisedGroup> removed, bool apply)
    {
        foreach (var gone in removed)
        {
            TellGone(gone);
            Take(gone, new GroupEvent.Reread(null, apply));
        }
    }

    private void TakeGroup(GroupInForce written, bool apply)
    {
        if (_groups.TryGetValue(written.Name, out var known))
        {
            known.Errors = written.Errors;
            if (written.Definition is { } definition)
                Take(known, new GroupEvent.Reread(definition, apply));
        }
        else if (written.Definition is { } first)
            Publish(known = _groups[written.Name] = new SupervisedGroup(GroupMachine.Configure(first)) { Errors = written.Errors });
        if (known is not null && _levelsToRestore.Remove(written.Name, out var level))
            Restore(known, level, _groupFile!.Notes.GetValueOrDefault(written.Name));
    }

    /// <summary>Brings a group to the level that it was at before, but for entries that were stopped by order.</summary>
    /// <param name="note">What is on record of the group; null if nothing is.</param>
    private void Restore(SupervisedGroup group, string level, GroupNote? note)
    {
        if (!MayRun(group) && StartsSomething(group, level))
        {
            StopFor(group, NoLeaseHere);
            return;
        }
        ServiceLog.WantedAgain(_log, group.State.Name, level);
        Take(group, new GroupEvent.Tell(level) { Held = note?.HeldEntries ?? [] });
    }
}
