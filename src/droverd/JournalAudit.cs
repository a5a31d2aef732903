using Drover.Kernel;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Storage;
using Drover.Web.Audit;

namespace Drover.Daemon;

/// <summary>Checks the running daemon's journal, on a thread of its own: it reads everything there is.</summary>
/// <param name="store">What is checked.</param>
/// <param name="kernel">The kernel on it, whose queue and locks a replay is compared with; null where no replay is asked for.</param>
internal sealed class JournalAudit(SqliteStore store, IKernel? kernel = null) : IAudit
{
    public async Task<AuditReport> VerifyAsync(bool replay, Action<AuditProgress>? told, CancellationToken cancellationToken)
    {
        if (!replay || kernel is null)
            return await Task.Run(() => Verify(null, null, told), cancellationToken);
        var (state, reader) = await kernel.TakeMomentAsync(cancellationToken);
        using (reader)
            return await Task.Run(() => Verify(reader, state, told), cancellationToken);
    }

    /// <summary>What a full check finds wrong; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(CancellationToken cancellationToken) =>
        (await VerifyAsync(replay: false, told: null, cancellationToken)).Problems;

    private AuditReport Verify(IStoreReader? reader, KernelState? state, Action<AuditProgress>? told)
    {
        var rounds = reader is null ? 1 : 2;
        var found = store.Verify(full: true, told is null ? null : (done, total) => told(new AuditProgress(done, rounds * total)));
        var problems = found.Problems.Select(p => p.Sequence > 0 ? $"record {p.Sequence}: {p.What}" : p.What).ToList();
        if (reader is not null)
            problems.AddRange(Replayer.Replay(kernel!.Model, reader, state, told is null ? null : done => told(new AuditProgress(found.Records + done, rounds * found.Records))).Problems);
        return new AuditReport(found.Records, found.First, found.Last, reader is not null, problems);
    }
}
