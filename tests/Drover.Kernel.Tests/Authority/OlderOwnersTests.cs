using System.Text;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;
using Drover.Storage;

namespace Drover.Kernel.Tests.Authority;

/// <summary>Journals of earlier versions have user ids where there are principals now; an upgrade writes rows anew, but never records.</summary>
public sealed class OlderOwnersTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;

    [Fact]
    public async Task Owners_that_were_written_as_numbers_are_read_and_replayed()
    {
        await using var kernel = await TestKernel.StartAsync();
        var ended = await kernel.SubmitAsync("OP_NOTE");
        await kernel.EndAsync(ended);
        var held = await kernel.SubmitAsync("OP_HOLD_RESUME");
        await kernel.UntilAsync(held, _ => kernel.Stored(held).Ops[0].Progress.HasValue);

        using var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, kernel.Clock);
        CopyInOlderForm(kernel.Host, store);

        await using var host = await KernelHost.StartAsync(kernel.Host.Model, store, kernel.Clock, new NoIds(), TestContext.Current.CancellationToken);
        Assert.Equal(["uid:1000", "uid:1000"], host.State.Jobs.Values.Select(job => job.Owner.ToString()));
        using var reader = store.Read();
        Assert.Empty(Replayer.Replay(host.Model, reader).Problems);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void CopyInOlderForm(KernelHost from, SqliteStore store)
    {
        using var reader = from.ReadStore();
        var records = new List<JournalRecord>();
        var hash = HashChain.Genesis;
        foreach (var record in reader.Journal())
        {
            var payload = Older(record.Payload);
            hash = HashChain.Next(hash.Span, record.Sequence, record.Time, record.Actor, record.Kind, payload.Span);
            records.Add(record with { Payload = payload, Hash = hash });
        }
        List<RowChange> rows = [];
        foreach (var phase in Enum.GetValues<JobPhase>())
            rows.AddRange(reader.Jobs(phase).Select(job => new JobRow(job.Id, phase, job.Index, job.Body)));
        rows.AddRange(reader.Objects().Select(row => new ObjectRow(row.ObjectKind, row.Key, row.Version, row.Body)));
        Assert.Contains(records, record => Encoding.UTF8.GetString(record.Payload.Span).Contains("\"owner\":1000,", StringComparison.Ordinal));
        store.Append(store.Head.Term + 1, 0, records, rows);
    }

    private static ReadOnlyMemory<byte> Older(ReadOnlyMemory<byte> json) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span).Replace("\"owner\":\"uid:1000\"", "\"owner\":1000", StringComparison.Ordinal));

    private sealed class NoIds : IIdSource
    {
        public string NewUuid() => throw new InvalidOperationException("Nothing new is made.");
    }
}
