using System.Diagnostics.Metrics;
using System.Globalization;

namespace Drover.Daemon.Process;

/// <summary>What is measured of the daemon's process, under the names that Prometheus' own libraries use. <c>docs/metrics.md</c> has the table.</summary>
internal static class ProcessInstruments
{
    /// <param name="meters">Makes the meter and ends it.</param>
    /// <param name="version">Version of the program.</param>
    public static void Add(IMeterFactory meters, string version)
    {
        var meter = meters.Create("Drover.Process");
        var started = StartedAt();
        meter.CreateObservableGauge("drover.info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", version)), unit: null, "Version of the daemon.");
        meter.CreateObservableGauge("drover.managed_memory", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Memory of managed objects.");
        meter.CreateObservableCounter("drover.gc.collections", Collections, "{collection}", "Garbage collections, by generation.");
        meter.CreateObservableCounter("drover.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time for which garbage collections have held up everything.");
        meter.CreateObservableGauge("drover.threads", () => ThreadPool.ThreadCount, "{thread}", "Threads of the pool.");
        meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of the daemon.");
        meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Resident memory.");
        meter.CreateObservableGauge("process.start_time", () => started, "s", "When the daemon started, in seconds since the Unix epoch.");
        meter.CreateObservableGauge("process.open_fds", OpenFiles, "{file}", "Open file descriptors.");
        meter.CreateObservableGauge("process.max_fds", MostFiles, "{file}", "Most file descriptors that may be open.");
    }

    private static Measurement<long>[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1)
        .Select(generation => new Measurement<long>(GC.CollectionCount(generation),
            new KeyValuePair<string, object?>("generation", generation.ToString(CultureInfo.InvariantCulture))))];

    private static double StartedAt()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return (self.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static int OpenFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    /// <summary>The soft limit of <c>/proc/self/limits</c> (proc_pid_limits(5)).</summary>
    private static double MostFiles()
    {
        const string Name = "Max open files";
        var soft = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return soft == "unlimited" ? double.PositiveInfinity : double.Parse(soft, CultureInfo.InvariantCulture);
    }
}
