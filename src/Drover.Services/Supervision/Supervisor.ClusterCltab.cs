using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>The cltab that the master hands out to all nodes: it counts beside the node's own.</summary>
public sealed partial class Supervisor
{
    private const string HowToLook = "drover cltab set FILE --dry-run";
    private const string HowToConfirm = "drover cltab set FILE --yes";

    private readonly Latest<HeldCltab> _held = new();
    private readonly SemaphoreSlim _beginning = new(1);
    private IReadOnlyDictionary<string, GroupStatus> _remembered = new Dictionary<string, GroupStatus>(StringComparer.Ordinal);
    private ClusterCltabFile? _clusterFile;

    /// <inheritdoc/>
    public HeldCltab? HeldCltab => _held.Value;

    /// <inheritdoc/>
    public Task<long> HeldCltabToldAsync(long times, CancellationToken cancellationToken) => _held.AfterAsync(times, cancellationToken);

    /// <inheritdoc/>
    public Task<CltabReport> CheckClusterCltabAsync(ClusterCltab cltab, CancellationToken cancellationToken) => AskAsync(() => OrRefusal(() =>
    {
        if (Place.Kept.Cltab == cltab)
            return new CltabReport([], HasErrors: false, HasChanges: false);
        var document = Beside(cltab);
        var report = Report(document, file: cltab.Name);
        return Objection(cltab, document) is { } objection ? report with { ToConfirm = $"{objection.Message} ({objection.Code})" } : report;
    }), cancellationToken);

    /// <inheritdoc/>
    public async Task<CltabReport> TakeClusterCltabAsync(long term, ClusterCltab cltab, bool isConfirmed, CancellationToken cancellationToken)
    {
        // What is taken is brought to its end, also when nobody waits any more.
        await _ready.Task.WaitAsync(cancellationToken);
        await _beginning.WaitAsync(cancellationToken);
        try
        {
            var report = await PutAsync(() => OrRefusal(() => TakeCluster(term, cltab, isConfirmed)), CancellationToken.None);
            if (_agent is null && report.Refusal is null && OfCluster is not null)
                await BeginAsync(() => { }, CancellationToken.None);
            return report;
        }
        finally
        {
            _beginning.Release();
        }
    }

    /// <summary>That of the cluster which is in force here; null if there is none.</summary>
    private ClusterCltab? OfCluster => _clusterFile?.Kept.Cltab is { IsNone: false } cltab ? cltab : null;

    /// <exception cref="CltabException">There is none.</exception>
    private ClusterCltabFile Place => _clusterFile ?? throw new CltabException("CLTAB_NOT_KEPT", "This node has no place where it could keep a cltab of the cluster.");

    private void OpenClusterCltab()
    {
        if (_options.ClusterCltabPath is { } path)
        {
            _clusterFile = ClusterCltabFile.Open(path, out var problem);
            if (problem is not null)
                ClusterCltabLog.NotRead(_clusterLog, problem);
        }
        TellHeld([]);
    }

    /// <summary>A version of the cluster's cltab beside what is in force of the node's own.</summary>
    private CltabDocument Beside(ClusterCltab cltab) =>
        CltabParser.Parse((_lastTaken ?? CltabText.Empty) with { Cluster = cltab.IsNone ? null : cltab }, CltabPath, Node);

    private CltabException? Objection(ClusterCltab cltab, CltabDocument document) =>
        AtWork().Objection(cltab.Name, CltabMerge.Merge(_inForce, document), _options.RereadLimit, HowToLook, HowToConfirm);

    /// <exception cref="CltabException">It is not taken.</exception>
    private CltabReport TakeCluster(long term, ClusterCltab cltab, bool isConfirmed)
    {
        if (term < _answered.Term)
            return Refused([], new NodeRefusal(NodeRefusalKind.StaleTerm));
        _answered.Term = term;
        if (_halting)
            return Refused([], new NodeRefusal(NodeRefusalKind.Stopping));
        if (Place.Kept.Cltab == cltab)
            return new CltabReport([], HasErrors: false, HasChanges: false);
        var document = Beside(cltab);
        var report = Report(document, file: cltab.Name);
        if (document.Problems.FirstOrDefault(problem => problem.Severity == CltabSeverity.Error && problem.File == cltab.Name) is { } error)
            throw new CltabException("CLTAB_HAS_ERRORS", $"It has errors; the first: {Describe(error)}.");
        if (!isConfirmed && Objection(cltab, document) is { } objection)
            throw objection;
        TakeCluster(cltab, document);
        return report;
    }

    private void TakeCluster(ClusterCltab cltab, CltabDocument document)
    {
        var (kept, before, next) = (Place.Kept, _inForce, CltabMerge.Merge(_inForce, document));
        // Only what was in force: a group that was taken up from its processes is of a file of this node that cannot be read now.
        var removed = CltabMerge.Removed(before, next).Where(_groups.ContainsKey).Select(name => _groups[name]).Where(group => !group.State.IsRemoved).ToList();
        try
        {
            // On record before anything is done about it.
            Place.Keep(kept.Take(cltab, removed.Where(group => group.State.Target is not null).Select(group => KeyValuePair.Create(group.State.Name, group.State.Target!))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CltabException("CLTAB_NOT_KEPT", $"It cannot be kept on the disk of this node: {e.Message.TrimEnd('.')}.", e);
        }
        if (cltab.IsNone)
            ClusterCltabLog.Gone(_clusterLog);
        else
            ClusterCltabLog.Taken(_clusterLog, cltab.Version, cltab.Hash);
        if (_agent is null)
        {
            // Nothing has begun here; if there is something to do now, it begins with this one.
            TellHeld(document);
            return;
        }
        if (kept.Before == cltab.Hash)
            foreach (var (group, level) in kept.Levels.Where(gone => before.Find(gone.Key) is null && next.Find(gone.Key) is not null))
                _levelsToRestore[group] = level;
        _inForce = next;
        _lastTaken = (_lastTaken ?? CltabText.Empty) with { Cluster = OfCluster };
        TellHeld(document);
        TellTaken(before, next, document with { Path = cltab.Name, Problems = [.. document.Problems.Where(problem => problem.File == cltab.Name)] }, removed.Count);
        StopUnleased();
        CarryGone(removed, apply: true);
        // A change of the node's own file that waits for the next tell goes on to wait.
        foreach (var group in next.Groups.Where(group => group.Definition is not { } now || before.Find(group.Name)?.Definition is not { } was || !now.SameAs(was)))
            TakeGroup(group, apply: true);
    }

    private void TellHeld(CltabDocument document) => TellHeld(document.Overridden);

    private void TellHeld(IReadOnlyList<string> overridden)
    {
        var cltab = OfCluster ?? ClusterCltab.None;
        if (_held.Value is { } held && held.Is(cltab) && held.Overridden.SequenceEqual(overridden, StringComparer.Ordinal))
            return;
        _held.Tell(new HeldCltab(cltab.Version, cltab.Hash, overridden));
    }
}
