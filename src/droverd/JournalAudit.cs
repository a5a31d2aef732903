using Drover.Kernel;
using Drover.Kernel.State;
using Drover.Storage;
using Drover.Web;

namespace Drover.Daemon;

/// <summary>Checks the running daemon's journal, on a thread of its own: it reads everything there is.</summary>
internal sealed class JournalAudit(SqliteStore store, Func<KernelModel> model) : IAudit
{
    public Task<AuditReport> VerifyAsync(bool replay, CancellationToken cancellationToken) =>
        Task.Run(() => Verify(replay), cancellationToken);

    /// <summary>What a full check finds wrong; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(CancellationToken cancellationToken) =>
        (await VerifyAsync(replay: false, cancellationToken)).Problems;

    private AuditReport Verify(bool replay)
    {
        var found = store.Verify(full: true);
        var problems = found.Problems.Select(p => p.Sequence > 0 ? $"record {p.Sequence}: {p.What}" : p.What).ToList();
        if (replay)
        {
            using var reader = store.Read();
            problems.AddRange(Replayer.Replay(model(), reader).Problems);
        }
        return new AuditReport(found.Records, found.First, found.Last, replay, problems);
    }
}
