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
    private CltabInForce _inForce = CltabInForce.Nothing;
    private byte[] _lastTaken = [];

    /// <inheritdoc/>
    public Task<CltabReport> CheckAsync(string? text, string? name, CancellationToken cancellationToken) => AskAsync(
        () => OrProblem(() => Report(text is null ? ReadDocument() : CltabParser.Parse(text, name ?? "cltab"))), cancellationToken);

    /// <inheritdoc/>
    public Task<GroupPlan> PlanAsync(string group, string level, CancellationToken cancellationToken) => AskAsync(() =>
    {
        var next = LookAhead();
        if (next.Find(group) is not { } written)
            return new GroupPlan(new NodeRefusal(NodeRefusalKind.NoSuchGroup), []);
        if (written.IsRefused)
            return new GroupPlan(new NodeRefusal(NodeRefusalKind.BadGroup, Describe(written.Errors[0])), []);
        return new GroupPlan(null, Lines(CltabPlan.Make(StateOf(written), written.Definition, level)));
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken) => AskAsync(() =>
    {
        if (LookAhead().Find(group) is not { } written)
            return null;
        if (written.IsRefused && !_groups.ContainsKey(group))
            return RefusedRow(written);
        return Row(Snapshot(_groups.TryGetValue(group, out var known) ? known : new SupervisedGroup(StateOf(written)) { Errors = written.Errors }));
    }, cancellationToken);

    private static CltabReport OrProblem(Func<CltabReport> read)
    {
        try
        {
            return read();
        }
        catch (CltabException refusal)
        {
            return new CltabReport([refusal.Message], HasErrors: true, HasChanges: false);
        }
    }

    /// <exception cref="CltabException">It cannot be read.</exception>
    private CltabDocument ReadDocument() => _options.CltabPath is { } path
        ? CltabParser.Parse(CltabFile.Read(path, _options.DaemonUser, _files).Span, path)
        : throw new CltabException("CLTAB_MISSING", "No cltab is configured: start droverd with --cltab FILE");

    /// <summary>What would be in force if the file were taken now; what is in force if it cannot be read.</summary>
    private CltabInForce LookAhead()
    {
        try
        {
            return _options.CltabPath is null ? _inForce : CltabMerge.Merge(_inForce, ReadDocument());
        }
        catch (CltabException)
        {
            return _inForce;
        }
    }

    /// <summary>Looks at the file; when its content is not that of last time, takes it. False if it cannot be read.</summary>
    private bool TakeCltab(bool apply)
    {
        if (_options.CltabPath is not { } path)
            return false;
        try
        {
            var bytes = CltabFile.Read(path, _options.DaemonUser, _files);
            if (!bytes.Span.SequenceEqual(_lastTaken))
                TakeCltab(CltabParser.Parse(bytes.Span, path), apply);
            _lastTaken = bytes.ToArray();
            return true;
        }
        catch (CltabException refusal)
        {
            if (_inForce == CltabInForce.Nothing)
                ServiceLog.NoCltab(_log, refusal.Message);
            else
                ServiceLog.CltabKept(_log, refusal.Message);
            return false;
        }
    }

    private CltabReport Report(CltabDocument document)
    {
        var lines = document.Problems.Select(p => p.Describe(document.Path)).ToList();
        var next = CltabMerge.Merge(_inForce, document);
        var plans = next.Groups.Where(g => !g.IsRefused).Select(g => CltabPlan.Make(StateOf(g), g.Definition, null))
            .Concat(CltabMerge.Removed(_inForce, next).Where(_groups.ContainsKey).Select(name => CltabPlan.Make(_groups[name].State, null, null)))
            .ToList();
        plans.ForEach(plan => lines.AddRange(Lines(plan)));
        return new CltabReport(lines, document.HasErrors, plans.Exists(plan => !plan.IsQuiet));
    }

    private static string[] Lines(CltabPlan plan) => plan.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private GroupState StateOf(GroupInForce group) =>
        _groups.TryGetValue(group.Name, out var known) ? known.State : GroupMachine.Configure(group.Definition!);

    private void TakeCltab(CltabDocument document, bool apply)
    {
        var next = CltabMerge.Merge(_inForce, document);
        // Not only what was in force before: a group may have been taken up from its processes while the file could not be read.
        var removed = _groups.Where(g => next.Find(g.Key) is null && !g.Value.State.IsRemoved).Select(g => g.Value).ToList();
        TellTaken(_inForce, next, document, removed.Count);
        _inForce = next;
        foreach (var gone in removed)
            Take(gone, new GroupEvent.Reread(null, apply));
        foreach (var written in next.Groups)
            TakeGroup(written, apply);
    }

    private void TakeGroup(GroupInForce written, bool apply)
    {
        if (!_groups.TryGetValue(written.Name, out var known))
        {
            if (written.Definition is { } first)
                Publish(_groups[written.Name] = new SupervisedGroup(GroupMachine.Configure(first)) { Errors = written.Errors });
            return;
        }
        known.Errors = written.Errors;
        if (written.Definition is { } definition)
            Take(known, new GroupEvent.Reread(definition, apply));
    }
}
