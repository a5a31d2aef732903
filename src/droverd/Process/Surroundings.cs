using System.Globalization;
using System.Text;

namespace Drover.Daemon.Process;

/// <summary>What the daemon got from an odd parent: ignored signals (the background of a script ignores SIGINT, <c>nohup</c> SIGHUP), blocked ones, closed
/// standard descriptors, small limits, a strange umask. None of it may make the daemon deaf, or reach its services.</summary>
internal static class Surroundings
{
    /// <summary>The variable by which an executed anew program knows of it.</summary>
    public const string Note = "DROVER_SURROUNDINGS";

    /// <summary>What was wrong and is right now, for people; null if nothing was.</summary>
    public static string? Remark { get; private set; }

    /// <summary>Sets them right. Where the runtime has started with them already, the program is executed anew in this very process; then this does not return.</summary>
    public static void SetRight()
    {
        Umask.SetUsual();
        ResourceLimits.Raise();
        if (Environment.GetEnvironmentVariable(Note) is { } done)
        {
            // Once is enough: what that could not change stays.
            Remark = $"The daemon was started with {done}; it has executed itself anew without that.";
            return;
        }
        var (ignored, blocked, closed) = (SignalState.Ignored(), SignalState.Blocked(), Closed());
        var wrong = new[] { Words("ignored signals", ignored), Words("blocked signals", blocked), Words("closed descriptors", closed) }.OfType<string>().ToList();
        if (wrong.Count == 0)
            return;
        foreach (var signal in ignored)
            SignalState.SetDefault(signal);
        SignalState.UnblockAll();
        SystemCalls.OpenNothing(closed);
        ExecuteAnew($"{Note}={string.Join(", ", wrong)}");
    }

    /// <summary>The runtime marks what it opens as close-on-exec, so one with that mark was free at the start.</summary>
    private static List<int> Closed() => [.. Enumerable.Range(0, 3).Where(descriptor => SystemCalls.DescriptorFlags(descriptor) != 0)];

    private static string? Words(string what, List<int> numbers) =>
        numbers.Count == 0 ? null : $"{what} ({string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))})";

    private static void ExecuteAnew(string note)
    {
        var words = Parts("/proc/self/cmdline");
        var variables = Parts("/proc/self/environ");
        variables.Add(Encoding.UTF8.GetBytes(note));
        // By its path, so that it keeps its name in listings of processes.
        var program = new FileInfo("/proc/self/exe").LinkTarget is { } path && File.Exists(path) ? path : "/proc/self/exe";
        SystemCalls.Execute(program, words, variables);
    }

    private static List<byte[]> Parts(string path)
    {
        List<byte[]> parts = [];
        var bytes = File.ReadAllBytes(path).AsSpan();
        for (int end; (end = bytes.IndexOf((byte)0)) >= 0; bytes = bytes[(end + 1)..])
            parts.Add(bytes[..end].ToArray());
        return parts;
    }
}
