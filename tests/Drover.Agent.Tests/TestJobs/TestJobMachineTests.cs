using Drover.Agent.TestJobs;
using Drover.Nodes.TestJobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Agent.Tests.TestJobs;

/// <summary>Definitions of test jobs as real processes: each is started once, whoever asks, and outlives who has started it.</summary>
public sealed class TestJobMachineTests : IAsyncDisposable
{
    private static readonly StepKey s_step = new(7, 0);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-steps-").FullName;
    private readonly CancellationTokenSource _end = new(AgentHarness.Patience * 2);
    private TestJobMachine _machine;

    public TestJobMachineTests() => _machine = Open();

    public async ValueTask DisposeAsync()
    {
        await _machine.EndAllAsync(_end.Token);
        await _machine.DisposeAsync();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_definition_that_is_started_again_runs_once_and_so_in_the_next_life()
    {
        await PrepareAsync();
        var spec = Spec($"echo x >> {At("runs")}", $"while [ ! -e {At("gate")} ]; do sleep 0.01; done", "exit 3");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => Assert.Null(await _machine.StartAsync(1, s_step, spec, _end.Token))));
        Assert.True((await _machine.LookAsync(s_step, TimeSpan.Zero, _end.Token)).Runs);
        await _machine.DisposeAsync();
        _machine = Open();
        var found = await _machine.OpenAsync(1, _end.Token);
        Assert.Equal([7L], found.Jobs);
        Assert.Equal([s_step], found.Steps);
        Assert.Null(await _machine.StartAsync(1, s_step, spec, _end.Token));
        File.WriteAllText(At("gate"), "");
        Assert.Equal(new StepState(true, new StepEnd(3, null)), await _machine.LookAsync(s_step, AgentHarness.Patience, _end.Token));
        Assert.Null(await _machine.StartAsync(1, s_step, spec, _end.Token));
        Assert.Equal("x\n", File.ReadAllText(At("runs")));
    }

    [Fact]
    public async Task An_end_that_nobody_saw_is_known_to_the_next_life()
    {
        await PrepareAsync();
        Assert.Null(await _machine.StartAsync(1, s_step, Spec($"while [ ! -e {At("gate")} ]; do sleep 0.01; done", "exit 5"), _end.Token));
        await _machine.DisposeAsync();
        File.WriteAllText(At("gate"), "");
        _machine = Open();
        Assert.Equal(5, (await _machine.LookAsync(s_step, AgentHarness.Patience, _end.Token)).End?.Code);
    }

    [Fact]
    public async Task Closing_a_job_ends_what_runs_of_it_and_of_no_other()
    {
        var other = new StepKey(8, 0);
        await PrepareAsync();
        Assert.Null(await _machine.PrepareAsync(1, other.Job, _end.Token));
        Assert.Null(await _machine.StartAsync(1, s_step, Spec("trap '' TERM", "sleep 1000"), _end.Token));
        Assert.Null(await _machine.StartAsync(1, other, Spec("sleep 1000"), _end.Token));
        Assert.True(await _machine.CloseAsync(1, s_step.Job, _end.Token));
        Assert.False(await _machine.CloseAsync(1, s_step.Job, _end.Token));
        Assert.Equal(StepState.None, await _machine.LookAsync(s_step, AgentHarness.Patience, _end.Token));
        Assert.True((await _machine.LookAsync(other, TimeSpan.Zero, _end.Token)).Runs);
        Assert.Equal([8L], (await _machine.OpenAsync(1, _end.Token)).Jobs);
        Assert.True(Directory.Exists(At("work/7/work")));
        Assert.Equal([7L], await _machine.CleanAsync(1, TimeSpan.FromDays(-1), [8], _end.Token));
    }

    [Fact]
    public async Task A_tree_is_told_to_end_before_it_is_killed()
    {
        await PrepareAsync();
        Assert.Null(await _machine.StartAsync(1, s_step, Spec($"trap 'echo told > {At("told")}; exit 0' TERM", $"echo > {At("ready")}", "while :; do sleep 0.01; done"), _end.Token));
        while (!File.Exists(At("ready")))
            await Task.Delay(10, _end.Token);
        Assert.Null(await _machine.EndTreeAsync(1, s_step, AgentHarness.Patience, _end.Token));
        Assert.Equal("told\n", File.ReadAllText(At("told")));
        Assert.NotNull((await _machine.LookAsync(s_step, AgentHarness.Patience, _end.Token)).End);
    }

    [Fact]
    public async Task A_master_that_leads_no_more_is_refused()
    {
        await _machine.OpenAsync(5, _end.Token);
        var refused = await Assert.ThrowsAsync<DroverException>(() => _machine.StartAsync(4, s_step, Spec("true"), _end.Token));
        Assert.Equal("STALE_TERM", refused.Code);
        Assert.Equal(StepState.None, await _machine.LookAsync(s_step, TimeSpan.Zero, _end.Token));
    }

    [Fact]
    public void The_output_of_a_definition_has_a_name_and_nothing_else_has()
    {
        var options = Options();
        Assert.Equal(At("state/7/0.output"), options.FindOutput(s_step.Log));
        Assert.All(["test-job/7", "test-job/7/0/1", "test-job/../0", "test-job/-7/0", "service/7/0", "test-job/7/x"], name => Assert.Null(options.FindOutput(name)));
    }

    private static StepSpec Spec(params string[] steps) => new("0_s", steps, [], [], new StepLimits(100, 0, 1 << 20));

    private async Task PrepareAsync() => Assert.Null(await _machine.PrepareAsync(1, s_step.Job, _end.Token));

    private string At(string name) => Path.Combine(_directory, name);

    private TestJobMachine Open() => new(Options(), TimeProvider.System, NullLoggerFactory.Instance);

    private TestJobOptions Options() => new() { Node = "n1", StateDirectory = At("state"), WorkDirectory = At("work"), RunDirectory = At("run") };
}
