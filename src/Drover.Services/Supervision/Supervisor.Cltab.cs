using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Plans;

namespace Drover.Services.Supervision;

public sealed partial class Supervisor
{
    private readonly LinuxCltabFiles _files = new();
    private CltabInForce _inForce = CltabInForce.Nothing;
    private byte[] _lastRead = [];

    /// <summary>Reads the cltab again.</summary>
    /// <param name="apply">Whether the difference is applied to groups at their levels, or waits for their next tell.</param>
    /// <param name="onlyPlan">Whether nothing is done and only the plan is told.</param>
    public Task<CltabReport> RereadAsync(bool apply, bool onlyPlan, CancellationToken cancellationToken) => AskAsync(() => OrRefusal(() =>
    {
        if (_options.CltabPath is not { } path)
            return new CltabReport(["No cltab is configured: start droverd with --cltab FILE"], HasErrors: true, HasChanges: false);
        var document = CltabParser.Parse(CltabFile.Read(path, _options.DaemonUser, _files).Span, path);
        var report = Report(document);
        if (!onlyPlan)
            Adopt(document, apply);
        return report;
    }), cancellationToken);

    /// <summary>Begins to read the cltab again and to apply the difference; what is wrong with it goes to the remarks.</summary>
    public void BeginReread() => _inbox.Writer.TryWrite(() =>
    {
        _lastRead = [];
        if (!_halting)
            ReadFile(apply: true);
    });

    /// <summary>Checks a text, or the daemon's own file, without loading it.</summary>
    public Task<CltabReport> CheckAsync(string? text, string? path, CancellationToken cancellationToken) => text is null
        ? RereadAsync(apply: true, onlyPlan: true, cancellationToken)
        : AskAsync(() => OrRefusal(() => Report(CltabParser.Parse(text, path ?? "cltab"))), cancellationToken);

    private static CltabReport OrRefusal(Func<CltabReport> read)
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

    /// <summary>Looks at the file; when its content is not that of last time, takes it. False if it cannot be read.</summary>
    private bool ReadFile(bool apply)
    {
        if (_options.CltabPath is not { } path)
            return false;
        try
        {
            var bytes = CltabFile.Read(path, _options.DaemonUser, _files);
            if (!bytes.Span.SequenceEqual(_lastRead))
                Adopt(CltabParser.Parse(bytes.Span, path), apply);
            _lastRead = bytes.ToArray();
            return true;
        }
        catch (CltabException refusal)
        {
            _options.Remark($"{refusal.Message} {(_inForce == CltabInForce.Nothing ? "No group is known until it can be read; what runs is left alone." : "The last good contents stay in use.")}");
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
        foreach (var plan in plans)
            lines.AddRange(plan.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return new CltabReport(lines, document.HasErrors, plans.Exists(plan => !plan.IsQuiet));
    }

    private GroupState StateOf(GroupInForce group) =>
        _groups.TryGetValue(group.Name, out var known) ? known.State : GroupMachine.Configure(group.Definition!);

    private void Adopt(CltabDocument document, bool apply)
    {
        foreach (var problem in document.Problems)
            _options.Remark(problem.Describe(document.Path));
        var next = CltabMerge.Merge(_inForce, document);
        // Not only what was in force before: a group may have been taken up from its processes while the file could not be read.
        var removed = _groups.Where(g => next.Find(g.Key) is null && !g.Value.State.IsRemoved).Select(g => g.Value).ToList();
        _inForce = next;
        foreach (var gone in removed)
            Take(gone, new GroupEvent.Reread(null, apply));
        foreach (var written in next.Groups)
        {
            if (written.Definition is not { } definition)
            {
                if (_groups.TryGetValue(written.Name, out var kept))
                    kept.Errors = written.Errors;
                continue;
            }
            if (_groups.TryGetValue(written.Name, out var known))
            {
                known.Errors = written.Errors;
                Take(known, new GroupEvent.Reread(definition, apply));
            }
            else
            {
                Publish(_groups[written.Name] = new SupervisedGroup(GroupMachine.Configure(definition)) { Errors = written.Errors });
            }
        }
    }
}
