using System.Diagnostics;
using System.Globalization;
using Drover.Kernel.Journal;

namespace Drover.Storage.Tests;

/// <summary>Prints what the store writes a second. Not a test: <c>DROVER_STORAGE_BENCH=DIR Drover.Storage.Tests</c> runs it.</summary>
internal static class Throughput
{
    internal static void Print(string directory)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Directory = directory }, TimeProvider.System);
        var id = 0;
        for (var round = 0; round < 3; round++)
        {
            Measure("1 record + 1 job a commit", 5_000, 1);
            Measure("100 records + 100 jobs a commit", 400, 100);
        }

        void Measure(string what, int commits, int each)
        {
            var head = store.Head;
            var batches = new List<List<JournalRecord>>();
            for (var i = 0; i < commits; i++)
            {
                var records = Workload.Records(head, each, payloadBytes: 300);
                batches.Add(records);
                head = head with { Sequence = records[^1].Sequence, Hash = records[^1].Hash };
            }
            var body = new byte[300];
            var watch = Stopwatch.StartNew();
            foreach (var batch in batches)
                store.Append(1, batch[0].Sequence - 1, batch, [.. batch.Select(_ => new JobRow(++id, JobPhase.Unfinished, body.AsMemory(0, 100), body))]);
            var seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {commits / seconds:N0} commits/s, {2.0 * commits * each / seconds:N0} rows/s"));
        }
    }
}
