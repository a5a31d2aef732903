using Drover.Agent.Spawning;
using Drover.Agent.Trees;

namespace Drover.Agent.Tests;

/// <summary>What is written into cgroups, on plain directories that stand for them; and real ones where the machine has the controllers.</summary>
public sealed class CgroupLimitsTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("drover-cgroup-").FullName;
    private readonly string _root;
    private readonly string _leaf;
    private readonly Cgroups _groups;

    public CgroupLimitsTests()
    {
        _root = Path.Combine(_parent, "drover-processes");
        _leaf = Path.Combine(_root, "one");
        _groups = new Cgroups(_parent);
        Directory.CreateDirectory(_leaf);
        foreach (var group in new[] { _parent, _root })
        {
            Put(group, "cgroup.controllers", "cpuset cpu memory pids\n");
            Put(group, "cgroup.subtree_control", "");
        }
        foreach (var file in new[] { "memory.max", "memory.swap.max", "pids.max", "cpu.max" })
            Put(_leaf, file, "");
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Each_limit_is_written_in_the_form_of_its_file()
    {
        Assert.Null(_groups.Limits.Memory(_leaf, 100 << 20));
        Assert.Null(_groups.Limits.Processes(_leaf, 50));
        Assert.Null(_groups.Limits.Cpu(_leaf, 150));
        Assert.Equal(("104857600", "0", "50", "150000 100000"),
            (Get(_leaf, "memory.max"), Get(_leaf, "memory.swap.max"), Get(_leaf, "pids.max"), Get(_leaf, "cpu.max")));
    }

    [Fact]
    public void Only_the_controller_that_is_needed_is_passed_down_and_only_once()
    {
        _groups.Limits.Processes(_leaf, 50);
        Assert.Equal(("+pids", "+pids"), (Get(_parent, "cgroup.subtree_control"), Get(_root, "cgroup.subtree_control")));
        Put(_parent, "cgroup.subtree_control", "cpu pids\n");
        Put(_root, "cgroup.subtree_control", "pids\n");
        Assert.Null(_groups.Limits.Processes(_leaf, 50));
        Assert.Equal(("cpu pids\n", "pids\n"), (Get(_parent, "cgroup.subtree_control"), Get(_root, "cgroup.subtree_control")));
    }

    [Theory]
    [InlineData("hugetlb\n")]
    [InlineData("cpuset\n")] // not cpu
    [InlineData("")]
    public void A_controller_that_the_place_does_not_have_is_named_with_the_place(string controllers)
    {
        Put(_parent, "cgroup.controllers", controllers);
        var why = _groups.Limits.Cpu(_leaf, 50);
        Assert.Contains($"\"{_parent}\" does not have the controller \"cpu\"", why, StringComparison.Ordinal);
        Assert.Equal(("", ""), (Get(_leaf, "cpu.max"), Get(_parent, "cgroup.subtree_control")));
    }

    [Fact]
    public void A_group_that_holds_processes_passes_nothing_on_unless_it_is_the_root()
    {
        Put(_parent, "cgroup.procs", "12\n34\n");
        Put(_parent, "cgroup.type", "domain\n");
        var why = _groups.Limits.Memory(_leaf, 1 << 20);
        Assert.Contains("holds processes itself", why, StringComparison.Ordinal);
        Assert.Contains("drover-daemon", why, StringComparison.Ordinal);
        Assert.Equal("", Get(_parent, "cgroup.subtree_control"));

        File.Delete(Path.Combine(_parent, "cgroup.type"));
        Assert.Null(_groups.Limits.Memory(_leaf, 1 << 20));
    }

    [Fact]
    public void A_kernel_that_does_not_count_swap_has_no_file_for_it()
    {
        File.Delete(Path.Combine(_leaf, "memory.swap.max"));
        Assert.Null(_groups.Limits.Memory(_leaf, 1 << 20));
        Assert.False(File.Exists(Path.Combine(_leaf, "memory.swap.max")));
    }

    [Fact]
    public void A_limit_that_cannot_be_written_is_told_with_the_file()
    {
        File.Delete(Path.Combine(_leaf, "pids.max"));
        Assert.Contains($"\"{_leaf}/pids.max\": No such file", _groups.Limits.Processes(_leaf, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low 0\noom 3\noom_kill 2\noom_group_kill 0\n", true)]
    [InlineData("low 0\noom 3\noom_kill 0\n", false)]
    [InlineData("", false)]
    public void Whether_memory_ran_out_is_read_from_the_events(string events, bool expected)
    {
        Put(_leaf, "memory.events", events);
        Assert.Equal(expected, CgroupLimits.RanOutOfMemory(_leaf));
    }

    [Fact]
    public async Task What_the_group_has_is_not_limited_twice_and_what_it_has_not_falls_back()
    {
        await using var harness = await AgentHarness.StartAsync();
        Put(_parent, "cgroup.controllers", "pids\n");
        var spec = harness.Spec("true") with { TreeLimits = new TreeLimits { Memory = 1 << 30, Processes = 50, CpuPercent = 20 }, KeepStatus = true };
        var bounds = Bounds.Set(spec, _groups, "one");
        Assert.Equal((_leaf, "50"), (bounds.Group, Get(_leaf, "pids.max")));
        Assert.Equal([KeyValuePair.Create("as", "1073741824")], bounds.Limits);
        Assert.Equal("memory 1073741824 (RLIMIT_AS), processes 50 (cgroup), cpu 20 (not in force)", bounds.Shown);
        Assert.Contains("limit-memory holds for each process by itself (RLIMIT_AS)", bounds.Warning, StringComparison.Ordinal);
        Assert.Contains("limit-cpu is not in force: the cgroup", bounds.Warning, StringComparison.Ordinal);

        var none = Bounds.Set(spec with { UseCgroup = false }, _groups, "two");
        Assert.Null(none.Group);
        Assert.Contains("cgroup:no", none.Warning, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_root, "two")));
        Assert.Null(Bounds.Set(harness.Spec("true"), _groups, "three").Warning);
    }

    [Fact]
    public async Task Limits_without_a_cgroup_are_those_of_each_process_and_the_view_says_so()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Shell("echo up; exec sleep 1000") with
        {
            TreeLimits = new TreeLimits { Memory = 1 << 30, Processes = 500, CpuPercent = 50 },
            UseCgroup = false,
        });
        await harness.SaysAsync(process, "up");
        var limits = await File.ReadAllTextAsync($"/proc/{process.Pid}/limits", harness.Token);
        Assert.Matches(@"Max address space\s+1073741824\s", limits);
        Assert.Matches(@"Max processes\s+500\s", limits);
        Assert.DoesNotContain("drover-processes", await File.ReadAllTextAsync($"/proc/{process.Pid}/cgroup", harness.Token), StringComparison.Ordinal);
        Assert.Contains("limit-cpu is not in force: the entry has cgroup:no.", process.Warning, StringComparison.Ordinal);
        await harness.RestartAsync();
        Assert.Equal("memory 1073741824 (RLIMIT_AS), processes 500 (RLIMIT_NPROC), cpu 50 (not in force)", harness.Adopted[0].Process!.Limits);
    }

    [Fact]
    public async Task A_fork_over_the_limit_of_processes_fails_and_the_status_keeper_does_not_count()
    {
        await using var harness = await AgentHarness.StartAsync();
        var spec = harness.Shell("for i in 1 2 3 4 5 6 7 8 9; do sleep 1000 & done; wait") with { TreeLimits = new TreeLimits { Processes = 4 } };
        var process = harness.Agent.Start(spec);
        Assert.SkipWhen(process.Warning is not null, process.Warning ?? "");
        Assert.Equal(ExitStatus.Exited(2), await harness.ExitAsync(process));
        Assert.Contains("fork", AgentHarness.Text(spec.LogPath), StringComparison.Ordinal);
        Assert.Equal(3, (await harness.Agent.FindTreeAsync(process.Invocation, harness.Token)).Members.Count);

        var alone = harness.Agent.Start(harness.Spec("true") with { KeepStatus = true, TreeLimits = new TreeLimits { Processes = 1 } });
        Assert.Equal(ExitStatus.Exited(0), await harness.ExitAsync(alone));
    }

    [Fact]
    public async Task Memory_over_the_limit_ends_the_process_and_its_status_says_why()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("dd if=/dev/zero of=/dev/null bs=100M count=1") with { TreeLimits = new TreeLimits { Memory = 20 << 20 } });
        Assert.SkipWhen(process.Warning is not null, process.Warning ?? "");
        var status = ExitStatus.Killed(9) with { OutOfMemory = true };
        Assert.Equal(status, await harness.ExitAsync(process));
        await harness.RestartAsync();
        Assert.Equal(status, harness.Adopted[0].Status);
    }

    [Fact]
    public async Task A_share_of_the_processor_is_in_the_group_of_the_process()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { TreeLimits = new TreeLimits { CpuPercent = 50 } });
        Assert.SkipWhen(process.Warning is not null, process.Warning ?? "");
        var group = (await File.ReadAllLinesAsync($"/proc/{process.Pid}/cgroup", harness.Token)).Single(line => line.StartsWith("0::", StringComparison.Ordinal));
        Assert.EndsWith($"/drover-processes/{process.Invocation}", group, StringComparison.Ordinal);
        var place = Path.Combine(CgroupPlace.Find(null)!, "drover-processes", process.Invocation);
        Assert.Equal("50000 100000\n", await File.ReadAllTextAsync(Path.Combine(place, "cpu.max"), harness.Token));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_group()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("true") with { TreeLimits = new TreeLimits { Processes = 4 } });
        Assert.SkipWhen(process.Warning is not null, process.Warning ?? "");
        await harness.ExitAsync(process);
        var place = CgroupPlace.Find(null)!;
        var before = Directory.GetDirectories(Path.Combine(place, "drover-processes")).Length;
        Assert.Throws<AgentException>(() => harness.Agent.Start(harness.Spec("/no/such/program") with { TreeLimits = new TreeLimits { Processes = 4 } }));
        Assert.Equal(before, Directory.GetDirectories(Path.Combine(place, "drover-processes")).Length);
    }

    [Theory]
    [InlineData(null, "/sys/fs/cgroup", "/system.slice/drover.service", "/sys/fs/cgroup/system.slice/drover.service")]
    [InlineData(null, "/sys/fs/cgroup", "/system.slice/drover.service/drover-daemon", "/sys/fs/cgroup/system.slice/drover.service")]
    [InlineData(null, "/sys/fs/cgroup", "/", "/sys/fs/cgroup")]
    [InlineData("/sys/fs/cgroup/own/", "/sys/fs/cgroup", "/x", "/sys/fs/cgroup/own")]
    [InlineData(null, null, "/x", null)]
    public void The_place_is_the_daemons_own_or_beside_it_or_the_one_asked_for(string? asked, string? mount, string? own, string? expected) =>
        Assert.Equal(expected, CgroupPlace.Find(asked, mount, own));

    [Theory]
    [InlineData("own", "/sys/fs/cgroup")]
    [InlineData("/sys/fs/cgroups/own", "/sys/fs/cgroup")]
    [InlineData("/sys/fs/cgroup/../own", "/sys/fs/cgroup")]
    [InlineData("/sys/fs/cgroup/own", null)]
    public void A_place_that_is_no_cgroup_is_refused(string asked, string? mount) =>
        Assert.Equal("BAD_SETTING", Assert.Throws<AgentException>(() => CgroupPlace.Find(asked, mount, "/")).Code);

    private static void Put(string group, string file, string text) => File.WriteAllText(Path.Combine(group, file), text);

    private static string Get(string group, string file) => File.ReadAllText(Path.Combine(group, file));
}
