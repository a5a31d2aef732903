using System.Diagnostics;
using Drover.Bench.Reporting;

namespace Drover.Bench;

/// <summary>One run of the benchmark: its options, its report, and the folders that it made.</summary>
internal sealed class BenchRun(BenchOptions options) : IDisposable
{
    private readonly List<string> _directories = [];

    public BenchOptions Options { get; } = options;

    public Report Report { get; } = new();

    /// <summary>Runs the parts that were asked for. Answers the exit code: 0, or 1 when a part failed. A missed target is no failure.</summary>
    public async Task<int> RunAsync(IEnumerable<Part> parts)
    {
        var failed = false;
        Report.Begin(Options);
        foreach (var part in parts)
        {
            if (Options.Parts.Count > 0 && !Options.Parts.Contains(part.Name))
                continue;
            var watch = Stopwatch.StartNew();
            Report.Start(part);
            try
            {
                await part.RunAsync(this);
            }
            catch (Exception e)
            {
                failed = true;
                Report.Failed(part, e);
            }
            Clean();
            Report.End(watch.Elapsed);
        }
        if (Options.Json is { } file)
            Report.WriteJson(file);
        return failed ? 1 : 0;
    }

    /// <summary>A new empty folder on the measured disk; removed after the part.</summary>
    public string NewDirectory()
    {
        var directory = Path.Combine(Options.Directory, $"drover-bench-{Environment.ProcessId}-{_directories.Count}-{Stopwatch.GetTimestamp() % 100_000}");
        Directory.CreateDirectory(directory);
        _directories.Add(directory);
        return directory;
    }

    /// <summary>Measures once for each round and answers the median.</summary>
    public async Task<double> MedianAsync(Func<Task<double>> measure)
    {
        var values = new List<double>(Options.Rounds);
        for (var i = 0; i < Options.Rounds; i++)
            values.Add(await measure());
        return Measuring.Samples.Median(values);
    }

    public void Dispose() => Clean();

    private void Clean()
    {
        foreach (var directory in _directories)
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        _directories.Clear();
    }
}
