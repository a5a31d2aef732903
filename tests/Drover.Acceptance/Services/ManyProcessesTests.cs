using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Services;

/// <summary>Services come, die, come again and go, round after round, and nothing of them adds up: 100 of them in each run, 1,000 in the long one.</summary>
public sealed class ManyProcessesTests : IDisposable
{
    private static readonly int s_count = TestScale.Of(100);

    private readonly ServiceNode _node = new([.. Enumerable.Range(1, s_count).Select(i => $"many:m{i}:1:respawn:NAP 2000")]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Ten_rounds_leave_no_process_record_cgroup_or_descriptor_and_a_daemon_as_big_as_before()
    {
        var names = new HashSet<string>();
        (int Descriptors, long Memory) early = default;
        for (var round = 1; round <= 10; round++)
        {
            _node.Bring("many", "1");
            var before = Up([]);
            names.UnionWith(Invocations());
            foreach (var pid in before)
                Signals.Send(pid, Signals.Kill);
            Up(before);
            names.UnionWith(Invocations());
            _node.Bring("many", "2");
            Assert.Empty(_node.Naps());
            Assert.Empty(Invocations());
            if (round == 3)
                early = Measure();
        }
        var late = Measure();
        var figures = $"descriptors {early.Descriptors} then {late.Descriptors}, resident kB {early.Memory} then {late.Memory}";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(names.Count > 10 * s_count, $"{names.Count} names");
        Assert.DoesNotContain(Cgroups(), names.Contains);
        // A lost descriptor a round would make seven. Memory has the noise of garbage that waits to be collected; one lost kB a process makes 14 MB of the thousand.
        Assert.True(late.Descriptors <= early.Descriptors + 5, figures);
        Assert.True(late.Memory < early.Memory * 1.4, figures);
    }

    private HashSet<int> Up(HashSet<int> without)
    {
        HashSet<int> now = [];
        _node.Until(() => (now = _node.Naps()).Count == s_count && !now.Overlaps(without), () => $"{now.Count} naps");
        return now;
    }

    /// <summary>Names of the runs that are on record.</summary>
    private IEnumerable<string> Invocations() => Directory.EnumerateFiles(Path.Combine(_node.Sandbox.Run, "services", "processes"))
        .Select(path => Path.GetFileName(path)!).Where(name => name != "lock").Select(name => name.Split('.')[0]);

    private (int Descriptors, long Memory) Measure() => (
        Directory.EnumerateFileSystemEntries($"/proc/{_node.Daemon.Id}/fd").Count(),
        long.Parse(File.ReadLines($"/proc/{_node.Daemon.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));

    /// <summary>Cgroups below those of version 2 on this machine: where the daemon may make some, each run has one.</summary>
    private static IEnumerable<string> Cgroups() => File.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Where(words => words[2] == "cgroup2")
        .SelectMany(words => Directory.EnumerateDirectories(words[1], "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        .Select(path => Path.GetFileName(path)!);
}
