using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>Jobs that are submitted by the clock, as an operator has them.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public TaskTests() => _daemon = Daemon.Start(_sandbox);

    public void Dispose()
    {
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_task_submits_jobs_until_it_rests_and_is_listed_with_them()
    {
        _daemon.Drover("add", "task", "beat", "* * * * * *", "test-delay", "duration=0.01").Expect(0);
        Until(() => Field("job") is not "-" and not "");
        Assert.Equal("uid:0", Field("owner"));
        _daemon.Drover("wait", Field("job")).Expect(0);
        _daemon.Drover("mod", "task", "beat", "--suspend").Expect(0);
        Assert.True(Field("next") is "-" or "", Field("next"));
        _daemon.Drover("del", "task", "beat").Expect(0);
        Assert.DoesNotContain("beat", _daemon.Drover("get", "tasks").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_that_makes_no_sense_is_refused_with_what_is_wrong()
    {
        var refused = _daemon.Drover("add", "task", "beat", "61 * * * *", "test-delay", "duration=0.01");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The schedule '61 * * * *' of task beat cannot be used", refused.All, StringComparison.Ordinal);
        Assert.Equal(2, _daemon.Drover("add", "task", "beat", "* * * * *").ExitCode);
    }

    private string Field(string name) => _daemon.Drover("get", "tasks", "-o", "template={" + name + "}").Expect(0).Lines.Single();

    private static void Until(Func<bool> holds) => Assert.True(SpinWait.SpinUntil(holds, TimeSpan.FromMinutes(1)), "the task has submitted no job within a minute");
}
