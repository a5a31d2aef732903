using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Tests.Shared;

namespace Drover.Tasks.Tests;

/// <summary>Tasks as people add them and the clock has them submit. The host's clock begins on a Friday, 2 January 2026, at 03:04:05.</summary>
public sealed class TaskTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1), s_hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_task_submits_its_job_when_it_is_due_on_behalf_of_who_added_it()
    {
        await using var host = await TaskHost.StartAsync();
        Assert.Equal("1767323400", await host.AddAsync("bell", "10 3 * * *"));
        await host.PassAsync(5 * s_minute);
        Assert.Empty(host.Rings);
        await host.PassAsync(s_minute);
        Assert.Equal("uid:1000", Assert.Single(host.Rings).Owner);
        Assert.Equal(host.Rings[0].Id, host.Find("bell")!.LastJob);
        Assert.Equal(1767323400, host.Find("bell")!.LastDue!.Value.Seconds);
    }

    [Fact]
    public async Task Each_time_has_one_job_however_often_it_is_looked_at_and_also_over_a_restart()
    {
        await using var host = await TaskHost.StartAsync();
        host.LetGo();
        await host.AddAsync("bell", "* * * * *", json => json.WriteBoolean("overlap", true));
        for (var i = 1; i <= 5; i++)
        {
            await host.PassAsync(s_minute);
            await host.LookAsync();
            if (i == 3)
                await host.RestartAsync();
            await host.LookAsync();
            Assert.Equal(i, host.Rings.Count);
        }
    }

    [Fact]
    public async Task A_second_try_for_the_same_time_finds_the_job_of_the_first()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "10 3 * * *", json => json.WriteBoolean("overlap", true));
        var before = host.Find("bell")!;
        await host.PassAsync(6 * s_minute);
        // As if the daemon had died between the submit and the record of it.
        await host.Kernel.ExecuteAsync(new RecordRun(host.Find("bell")!, new RunRecord(before.Since, null, "lost")), Kernel.Caller.System, TestContext.Current.CancellationToken);
        await host.LookAsync();
        Assert.Equal(host.Rings[0].Id, host.Find("bell")!.LastJob);
        Assert.Single(host.Rings);
    }

    [Fact]
    public async Task One_run_makes_up_for_all_that_were_missed()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "0 * * * *");
        await host.PassAsync(30 * s_hour);
        await host.LookAsync();
        Assert.Single(host.Rings);
        Assert.Equal(host.Clock.GetUtcNow().AddMinutes(-4).AddSeconds(-5).ToUnixTimeSeconds() / 3600 * 3600, host.Find("bell")!.LastDue!.Value.Seconds);
    }

    [Fact]
    public async Task What_is_not_caught_up_is_passed_over_and_told_unless_it_is_only_a_little_late()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "0 * * * *", json => json.WriteBoolean("catch_up", false));
        await host.PassAsync(30 * s_hour);
        Assert.Empty(host.Rings);
        Assert.Equal("it was missed, and is not caught up", host.Find("bell")!.Problem);
        await host.PassAsync(56 * s_minute);
        Assert.Single(host.Rings);
        Assert.Null(host.Find("bell")!.Problem);
        Assert.Equal(1, host.Find("bell")!.Skipped);
    }

    [Fact]
    public async Task A_task_whose_last_job_has_not_ended_is_passed_over_unless_it_may_overlap()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("one", "* * * * *");
        await host.AddAsync("many", "* * * * *", json => json.WriteBoolean("overlap", true));
        await host.PassAsync(s_minute);
        await host.PassAsync(s_minute);
        Assert.Equal(3, host.Rings.Count);
        Assert.Equal($"job {host.Find("one")!.LastJob}, the last one, has not ended", host.Find("one")!.Problem);
        host.LetGo();
        await host.Kernel.UntilAsync(host.Find("one")!.LastJob!.Value, status => status.IsFinal());
        await host.PassAsync(s_minute);
        Assert.Equal(5, host.Rings.Count);
    }

    [Fact]
    public async Task A_task_that_rests_submits_nothing_and_makes_up_for_nothing_afterwards()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "0 * * * *");
        Assert.Equal("null", await SetAsync(host, json => json.WriteBoolean("suspended", true)));
        await host.PassAsync(5 * s_hour);
        await SetAsync(host, json => json.WriteBoolean("suspended", false));
        await host.LookAsync();
        Assert.Empty(host.Rings);
        await host.PassAsync(s_hour);
        Assert.Single(host.Rings);
    }

    [Fact]
    public async Task Another_schedule_counts_from_now_on()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "10 3 * * *");
        await SetAsync(host, json => json.WriteString("schedule", "20 3 * * *"));
        await host.PassAsync(10 * s_minute);
        Assert.Empty(host.Rings);
        await host.PassAsync(6 * s_minute);
        Assert.Single(host.Rings);
    }

    [Fact]
    public async Task What_was_removed_is_due_no_more_and_a_new_one_of_the_name_is_another()
    {
        await using var host = await TaskHost.StartAsync();
        host.LetGo();
        await host.AddAsync("bell", "10 3 * * *");
        await host.PassAsync(6 * s_minute);
        await host.DoAsync("OP_TASK_REMOVE", json => json.WriteString("name", "bell"));
        await host.PassAsync(24 * s_hour);
        Assert.Single(host.Rings);
        await host.AddAsync("bell", "10 3 * * *");
        await host.PassAsync(24 * s_hour);
        Assert.Equal(2, host.Rings.Count);
    }

    [Fact]
    public async Task A_job_of_a_task_is_had_at_once_besides_its_schedule()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "10 3 * * *");
        await host.DoAsync("OP_TASK_RUN", json => json.WriteString("name", "bell"), "uid:1001");
        Assert.Equal("uid:1001", Assert.Single(host.Rings).Owner);
        Assert.Null(host.Find("bell")!.LastJob);
    }

    [Fact]
    public async Task A_queue_that_takes_nothing_is_told_with_the_task()
    {
        await using var host = await TaskHost.StartAsync();
        await host.AddAsync("bell", "10 3 * * *");
        await host.Kernel.ExecuteAsync(new SetDrainFlag(true), Kernel.Caller.System, TestContext.Current.CancellationToken);
        await host.PassAsync(6 * s_minute);
        Assert.Empty(host.Rings);
        Assert.Contains("drained", host.Find("bell")!.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("61 * * * *", """[{"OP_ID":"OP_RING"}]""", "The schedule '61 * * * *' of task bell cannot be used")]
    [InlineData("0 0 30 2 *", """[{"OP_ID":"OP_RING"}]""", "is never due again")]
    [InlineData("* * * * *", "[]", "at least one opcode")]
    [InlineData("* * * * *", """[{"OP_ID":"OP_NONE"}]""", "OP_NONE")]
    [InlineData("* * * * *", """[{"OP_ID":"OP_RING","ring_secret":"x"}]""", "ops[0] has a secret")]
    [InlineData("* * * * *", """[{"OP_ID":"OP_RING","depends":[[1,["success"]]]}]""", "ops[0] depends on a job")]
    public async Task What_cannot_become_a_task_is_refused_and_leaves_none(string schedule, string ops, string says)
    {
        await using var host = await TaskHost.StartAsync();
        var answer = await host.DoAsync("OP_TASK_ADD", json =>
        {
            json.WriteString("name", "bell");
            json.WriteString("schedule", schedule);
            json.WritePropertyName("ops");
            json.WriteRawValue(ops);
        });
        Assert.Contains(says, answer, StringComparison.Ordinal);
        Assert.Null(host.Find("bell"));
    }

    [Fact]
    public async Task There_are_only_so_many_tasks_and_one_of_a_name()
    {
        await using var host = await TaskHost.StartAsync(new TaskLimits { Tasks = 1 });
        await host.AddAsync("bell", "* * * * *");
        Assert.Contains("There is a task 'bell' already", await host.AddAsync("bell", "* * * * *"), StringComparison.Ordinal);
        Assert.Contains("raise task-limit", await host.AddAsync("gong", "* * * * *"), StringComparison.Ordinal);
    }

    private static Task<string> SetAsync(TaskHost host, Action<Utf8JsonWriter> change) => host.DoAsync("OP_TASK_SET", json =>
    {
        json.WriteString("name", "bell");
        change(json);
    });
}
