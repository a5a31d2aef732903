using System.Diagnostics.Metrics;
using Drover.Kernel.Journal;
using Drover.Kernel.Metrics;

namespace Drover.Storage;

/// <summary>What is measured of the files of the store. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class StoreInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _checkpoint;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="options">Where the files are.</param>
    /// <param name="health">What the store can still take.</param>
    /// <param name="problem">What is wrong with it although commits go on; null when nothing is.</param>
    public StoreInstruments(IMeterFactory? meters, SqliteStoreOptions options, Func<StoreHealth> health, Func<string?> problem)
    {
        _meter = meters?.Create("Drover.Store") ?? new Meter("Drover.Store");
        _checkpoint = _meter.CreateHistogram("drover.store.checkpoint", "s",
            "Time that it took to move the write-ahead log into the database while nothing was to be done.", tags: null, Buckets.Steps);
        _meter.CreateObservableGauge("drover.store.size", () => Sizes(options), "By", "Size of the store's files.");
        _meter.CreateObservableGauge("drover.store.low_space", () => health() == StoreHealth.LowSpace ? 1 : 0, unit: null,
            "1 while the disk is nearly full, so that no new jobs are taken.");
        _meter.CreateObservableGauge("drover.store.problem", () => problem() is null ? 0 : 1, unit: null,
            "1 while the last checkpoint or head file could not be written although commits go on.");
    }

    /// <summary>The write-ahead log was moved into the database.</summary>
    public void Checkpointed(TimeSpan took) => _checkpoint.Record(took.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] Sizes(SqliteStoreOptions options) =>
        [Size("database", options.Database), Size("log", options.WriteAheadLog), Size("reserve", options.Reserve)];

    private static Measurement<long> Size(string name, string path) =>
        new(new FileInfo(path) is { Exists: true } file ? file.Length : 0, new KeyValuePair<string, object?>("file", name));
}
