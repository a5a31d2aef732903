namespace Drover.Web.Audit;

/// <summary>Checks journal and rows of the running daemon.</summary>
public interface IAudit
{
    /// <summary>Checks the hash chain and all rows; with <paramref name="replay"/> also plays the journal from empty and compares.</summary>
    Task<AuditReport> VerifyAsync(bool replay, CancellationToken cancellationToken);
}

/// <summary>What a check of the journal found.</summary>
/// <param name="Records">Records checked.</param>
/// <param name="First">Number of the first of them, 0 when there was none.</param>
/// <param name="Last">Number of the last of them, 0 when there was none.</param>
/// <param name="Replayed">Whether the journal was played from empty and compared with the rows.</param>
/// <param name="Problems">What does not fit; empty when all is well.</param>
public sealed record AuditReport(long Records, long First, long Last, bool Replayed, IReadOnlyList<string> Problems);
