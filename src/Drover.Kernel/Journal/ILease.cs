namespace Drover.Kernel.Journal;

/// <summary>Who leads. Only one daemon holds the lease of a store; each holder has a term of its own, higher than all before it.</summary>
public interface ILease
{
    /// <summary>Takes the lease, waiting while another daemon holds it, and raises the term: from now on writes of earlier holders are refused.</summary>
    Task<StoreLease> AcquireAsync(CancellationToken cancellationToken);

    /// <summary>Says that the holder is alive, and learns whether it still leads.</summary>
    /// <exception cref="StoreException"><c>STORE_FENCED</c>: another daemon leads. Another code: nobody knows; try again soon.</exception>
    void Renew(long term);
}

/// <summary>A lease that was taken.</summary>
/// <param name="Term">Goes with every write of the holder.</param>
/// <param name="Lost">Cancelled when the store learns that another daemon has taken over.</param>
public sealed record StoreLease(long Term, CancellationToken Lost);
