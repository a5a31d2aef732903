using System.Diagnostics;
using Drover.Agent.Native;
using Drover.Agent.Output;

namespace Drover.Agent.Tests;

public sealed class OutputLogTests
{
    private const long Limit = 64 << 10;

    [Fact]
    public async Task Both_streams_are_appended_and_only_owner_and_group_may_read()
    {
        await using var harness = await AgentHarness.StartAsync();
        var spec = harness.Shell("echo out; echo err >&2");
        Assert.Equal("out\nerr\n", await harness.OutputAsync(spec));
        Assert.Equal("out\nerr\nout\nerr\n", await harness.OutputAsync(spec));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(spec.LogPath));
    }

    [Fact]
    public async Task A_log_is_bounded_by_holes_and_its_cursors_stay_valid()
    {
        using var place = new TemporaryDirectory();
        await File.WriteAllTextAsync(place.Log, Lines(0, 20_000));
        using var file = CapturedFile.Open(place.Log)!;
        var end = file.End;
        Assert.True(file.Trim(Limit, place.Log, punchHoles: true));

        Assert.Equal(end, new FileInfo(place.Log).Length);
        var left = AgentHarness.Text(place.Log);
        Assert.InRange(left.Length, Limit / 2, Limit);
        Assert.DoesNotContain('\0', left);
        Assert.EndsWith("line 19999\n", left);

        // An offset taken before is good after more was written and cut.
        await File.AppendAllTextAsync(place.Log, Lines(20_000, 20_010));
        Assert.Equal(Lines(20_000, 20_010), (await File.ReadAllTextAsync(place.Log))[(int)end..]);
        Assert.False(file.Trim(Limit, place.Log, punchHoles: true));
    }

    [Fact]
    public async Task A_log_does_not_look_like_a_giant_and_what_was_taken_out_is_counted()
    {
        using var place = new TemporaryDirectory();
        Assert.SkipUnless(place.CanBeShortened, "This file system takes nothing out of files.");
        using var file = Written(place.Log, "");
        var written = 0L;
        for (var round = 0; round < 60; round++)
        {
            await File.AppendAllTextAsync(place.Log, Lines(round * 1_000, (round + 1) * 1_000));
            written += Lines(round * 1_000, (round + 1) * 1_000).Length;
            file.Trim(Limit, place.Log, punchHoles: true);
            Assert.InRange(file.End, 0, 5 * Limit);
            Assert.Equal(written, CutAway.Of(file) + file.End);
        }
        Assert.True(CutAway.Of(file) > 0);
        Assert.EndsWith("line 59999\n", AgentHarness.Text(place.Log));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_daemon_that_dies_while_it_shortens_a_log_leaves_the_right_count(bool wasShortened)
    {
        using var place = new TemporaryDirectory();
        Assert.SkipUnless(place.CanBeShortened, "This file system takes nothing out of files.");
        using var file = Written(place.Log, new string('a', 8192) + "end");
        file.CutFront(8192);
        Assert.True(CutAway.Begin(file, 100, 8192));
        if (wasShortened)
            Assert.Equal(8192, file.CutOut(0, 8192));
        Assert.Equal(wasShortened ? 8292 : 100, CutAway.Of(file));
        Assert.Equal(100 + 8195, CutAway.Of(file) + file.End);
    }

    [Fact]
    public async Task Without_holes_a_log_is_copied_and_truncated()
    {
        using var place = new TemporaryDirectory();
        await File.WriteAllTextAsync(place.Log, Lines(0, 20_000));
        using var file = CapturedFile.Open(place.Log)!;
        Assert.True(file.Trim(Limit, place.Log, punchHoles: false));
        Assert.Equal(0, new FileInfo(place.Log).Length);
        Assert.EndsWith("line 19999\n", await File.ReadAllTextAsync(place.Log + ".1"));
        Assert.Equal(Limit / 4 * 3, new FileInfo(place.Log + ".1").Length);

        await File.AppendAllTextAsync(place.Log, "after\n");
        Assert.Equal("after\n", AgentHarness.Text(place.Log));
    }

    [Fact]
    public async Task A_chatty_process_is_bounded_while_it_runs()
    {
        await using var harness = await AgentHarness.StartAsync(o => new AgentOptions { RunDirectory = o.RunDirectory, LogCheckInterval = TimeSpan.FromMilliseconds(250) });
        var process = harness.Agent.Start(harness.Shell("yes 'a line of some length' | head -c 3000000; echo up; sleep 1000") with { LogLimit = Limit });
        await harness.SaysAsync(process, "up");
        // The next look at the sizes cuts it.
        await harness.LogAsync(process, () => AgentHarness.Text(process.LogPath).Length <= Limit);
        using var file = CapturedFile.Open(process.LogPath)!;
        Assert.Equal(3_000_003, CutAway.Of(file) + file.End);
    }

    [Fact]
    public async Task With_no_place_for_the_log_the_process_runs_and_the_view_warns()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { LogPath = "/proc/no/such/place.log" });
        Assert.Contains("Output is thrown away", process.Warning);
        Assert.True(AgentHarness.IsAlive(process.Pid));
    }

    [Fact]
    public async Task A_full_disk_under_the_logs_stops_neither_processes_nor_agent()
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Only root can mount a small file system.");
        await using var harness = await AgentHarness.StartAsync();
        var mount = Path.Combine(harness.Directory, "small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount) == 0, "Mounting is not allowed here.");
        try
        {
            var go = Path.Combine(harness.Directory, "go");
            var log = Path.Combine(mount, "log");
            var writer = harness.Agent.Start(harness.Shell($"head -c 1000000 /dev/zero; until [ -e {go} ]; do sleep 0.02; done; exit 6") with { LogPath = log });
            var second = harness.Agent.Start(harness.Shell("echo lost; exit 8") with { LogPath = log });
            var third = harness.Agent.Start(harness.Shell(": ;exit 9") with { LogPath = Path.Combine(mount, "sub", "another") });
            Assert.Contains(await harness.ExitAsync(second), new[] { ExitStatus.Exited(8) });
            Assert.Equal(ExitStatus.Exited(9), await harness.ExitAsync(third));
            await File.WriteAllTextAsync(go, "");
            Assert.Equal(ExitStatus.Exited(6), await harness.ExitAsync(writer));
        }
        finally
        {
            // Whoever has looked and found nothing left of a process lets go of its log.
            foreach (var process in harness.Agent.List())
                Assert.True((await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).IsEmpty);
            Assert.Equal(0, await RunAsync("umount", mount));
        }
    }

    private static CapturedFile Written(string path, string text)
    {
        File.WriteAllText(path, text);
        return CapturedFile.Open(path)!;
    }

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i => $"line {i}\n"));

    private static async Task<int> RunAsync(string program, params string[] words)
    {
        using var process = TimedProcess.Start(program, words);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("drover-log-").FullName;

        internal string Log => Path.Combine(_path, "log");

        internal bool CanBeShortened
        {
            get
            {
                using var file = Written(Path.Combine(_path, "probe"), new string('x', 8192));
                return file.SetAttribute("user.drover.probe", "1") && file.CutOut(0, 4096) == 4096;
            }
        }

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
