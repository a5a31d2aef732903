using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Reading the cltab again by order, and taking that back.</summary>
public sealed partial class Supervisor
{
    /// <inheritdoc/>
    public Task<CltabReport> TakeCltabAsync(NodeCommand command, CltabTaking how, CancellationToken cancellationToken) => OrderWithCltabAsync(
        command, look => Reread(look, how), refusal => new CltabReport([], HasErrors: true, HasChanges: false) { Refusal = refusal }, cancellationToken);

    /// <summary>Begins to read the cltab again and to apply the difference, as the administrator of the machine asks for by a signal; what is wrong with it
    /// goes to the log.</summary>
    public void BeginTakeCltab() => _inbox.Writer.TryWrite(() => WhenWhole(look =>
    {
        _notTaken = null;
        Reread(look, CltabTaking.Asking);
    }));

    private CltabReport Reread(CltabLook look, CltabTaking how)
    {
        if (_halting)
            return Refused([], new NodeRefusal(NodeRefusalKind.Stopping));
        IReadOnlyList<string> lines = [];
        try
        {
            if (how == CltabTaking.Undo)
                return Undo(look);
            var document = look.Parse(CltabPath, Node);
            var report = Report(document);
            lines = report.Lines;
            if (how != CltabTaking.Confirmed)
                Check(document, look, AtWork());
            TakeCltab(document, look, apply: true);
            Agree();
            return report;
        }
        catch (CltabException refusal)
        {
            if (how != CltabTaking.Undo)
                Keep(refusal);
            return Refused(lines, refusal);
        }
    }

    /// <summary>Puts back in force what was before the last file, with the levels of the groups that had gone with that. What the file holds is not taken again unasked.</summary>
    /// <exception cref="CltabException">There is nothing to put back.</exception>
    private CltabReport Undo(CltabLook look)
    {
        var kept = _kept?.Kept ?? KeptCltab.Nothing;
        // The same order again, after a crash, finds it done.
        if (kept.Undone is not null)
            return new CltabReport(["What was in force before is back already."], HasErrors: false, HasChanges: false);
        if (kept.Before is not { } before)
            throw new CltabException("CLTAB_NOTHING_TO_UNDO", $"No other contents of {CltabPath} were in force since the machine has started.");
        _ = LookAhead(look, out var refusal);
        if (look.Problem is null && refusal is not null)
            throw new CltabException("CLTAB_NOTHING_TO_UNDO", $"{refusal.Message} It was not taken, so there is nothing to undo.");
        var document = CltabParser.Parse(before with { Cluster = OfCluster }, CltabPath, Node);
        var report = Report(document, kept.Levels);
        foreach (var (group, level) in kept.Levels)
            _levelsToRestore[group] = level;
        var removed = RemovedBy(document);
        _inForce = CltabMerge.Merge(_inForce, document);
        Keep(kept.Undo(look.Problem is null ? look.Text.Own : kept.Taken!));
        TellHeld(document);
        _notTaken = $"{CltabPath} was undone: in force is what was before.";
        ServiceLog.CltabUndone(_log, CltabPath);
        Carry(removed, apply: true);
        return report;
    }
}
