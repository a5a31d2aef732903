using System.Diagnostics;

namespace Drover.Tests.Shared;

/// <summary>Starts the programs of tests. Each has a time limit: one that hangs is killed with its children, and whoever waits for it goes on, so that a run always ends with a count.</summary>
internal static class TimedProcess
{
    /// <summary>No program of a test takes this long.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    public static Process Start(string program, params IEnumerable<string> arguments) => Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false });

    /// <param name="start">What to start.</param>
    /// <param name="longest">For what lives longer, such as a daemon of many tests; null for what is usual.</param>
    public static Process Start(ProcessStartInfo start, TimeSpan? longest = null)
    {
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var limit = new Timer(static state => End((Process)state!), process, Timeout.Infinite, Timeout.Infinite);
        process.Exited += (_, _) => limit.Dispose();
        process.Start();
        limit.Change(longest ?? s_longest, Timeout.InfiniteTimeSpan);
        return process;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended, or its test is over and has let it go.
        }
    }
}
