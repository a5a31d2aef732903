namespace Drover.Web.Audit;

/// <summary>Checks journal and rows of the running daemon.</summary>
public interface IAudit
{
    /// <summary>Checks the hash chain and all rows; with <paramref name="replay"/> also plays the journal from empty and compares.</summary>
    /// <param name="replay">Whether it does.</param>
    /// <param name="told">Hears, very often and on another thread, how far it is; null where nobody wants to know.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    Task<AuditReport> VerifyAsync(bool replay, Action<AuditProgress>? told, CancellationToken cancellationToken);
}

/// <summary>How far a check is. When all records are done, rows may still be looked at.</summary>
/// <param name="Done">Records that have been looked at; with a replay each counts twice.</param>
/// <param name="Total">How many there are.</param>
public sealed record AuditProgress(long Done, long Total);

/// <summary>What a check of the journal found.</summary>
/// <param name="Records">Records checked.</param>
/// <param name="First">Number of the first of them, 0 when there was none.</param>
/// <param name="Last">Number of the last of them, 0 when there was none.</param>
/// <param name="Replayed">Whether the journal was played from empty and compared with the rows.</param>
/// <param name="Problems">What does not fit; empty when all is well.</param>
public sealed record AuditReport(long Records, long First, long Last, bool Replayed, IReadOnlyList<string> Problems);
