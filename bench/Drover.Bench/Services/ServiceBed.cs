using System.Diagnostics;
using System.Globalization;
using System.Text;
using Drover.Bench.Daemon;

namespace Drover.Bench.Services;

/// <summary>The daemon with a cltab of sleepers in one group, told its levels over LUXI.</summary>
internal sealed class ServiceBed : IAsyncDisposable
{
    private readonly DaemonBed _daemon;
    private readonly LuxiClient _client;
    private readonly byte[] _commandLine;
    // A number is looked at again only if it may be a new process: what was there before the daemon is none of its own.
    private readonly HashSet<int> _others = [.. Processes()];
    private HashSet<int> _sleepers = [];

    private ServiceBed(DaemonBed daemon, string seconds)
    {
        (_daemon, _commandLine) = (daemon, Encoding.ASCII.GetBytes($"/bin/sleep\0{seconds}\0"));
        _client = new LuxiClient(daemon.Luxi);
    }

    public int Daemon => _daemon.ProcessId;

    /// <summary>Starts the daemon with a cltab of <paramref name="count"/> entries that run at level 1.</summary>
    /// <param name="options">Extension lines, such as <c>:::group.g.limit-core:0</c>.</param>
    public static async Task<ServiceBed> StartAsync(BenchRun run, int count, params string[] options)
    {
        var directory = run.NewDirectory();
        var cltab = Path.Combine(directory, "cltab");
        // A number of seconds that no other program of the machine sleeps for: our processes are told by it.
        var seconds = (1_000_000_000L + (Stopwatch.GetTimestamp() % 1_000_000_000)).ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(cltab, Enumerable.Range(0, count).Select(i => $"g:t{i}:1:respawn:/bin/sleep {seconds}").Concat(options));
        File.SetUnixFileMode(cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ServiceBed(await DaemonBed.StartAsync(run, directory, "--cltab", cltab), seconds);
    }

    /// <summary>Milliseconds from the submit of a change of level until its job is seen to have succeeded.</summary>
    public double Tell(string level)
    {
        var frame = LuxiClient.Frame("SubmitJob", $$"""[[{"OP_ID":"OP_SERVICE_GROUP_SET_LEVEL","group":"g","level":"{{level}}","reason":[["bench","",0]]}]]""");
        var began = Stopwatch.GetTimestamp();
        _client.WaitForSuccess(_client.Submit(frame));
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Process ids of the sleepers, as the machine shows them.</summary>
    public HashSet<int> Sleepers()
    {
        HashSet<int> found = [];
        foreach (var pid in Processes())
            if (!_others.Contains(pid) && (_sleepers.Contains(pid) || IsSleeper(pid)))
                found.Add(pid);
        _sleepers = found;
        return found;
    }

    private bool IsSleeper(int pid)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/cmdline").AsSpan().SequenceEqual(_commandLine);
        }
        catch (IOException)
        {
            return false; // It has ended meanwhile.
        }
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(path.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }
}
