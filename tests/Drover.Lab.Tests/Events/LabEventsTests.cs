using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Lab.Events;
using Drover.Lab.Tests.Scenarios;
using Drover.Lab.TestJobs;
using Drover.Tests.Shared;

namespace Drover.Lab.Tests.Events;

/// <summary>What listeners of LAVA hear, in which order and with which fields.</summary>
public sealed class LabEventsTests
{
    [Fact]
    public async Task A_test_job_is_told_with_the_use_of_its_device_before_each_of_its_states()
    {
        await using var lab = await LabHost.StartAsync();
        var heard = new ConcurrentQueue<LabEvent>();
        var first = await lab.BeginJobAsync();
        await lab.EndJobAsync(first);
        using var listening = lab.Lab.Events.Listen(heard.Enqueue);
        var job = await lab.BeginJobAsync();
        await lab.Assignments.RunningAsync(job);
        await lab.EndJobAsync(job, TestJobHealth.Incomplete);
        await Soon.HoldsAsync(() => heard.Count == 7);

        Assert.Equal(
            [".testjob Submitted Unknown", ".device Reserved Good", ".testjob Scheduled Unknown", ".device Running Good", ".testjob Running Unknown", ".device Idle Good", ".testjob Finished Incomplete"],
            heard.Select(happened => $"{happened.Suffix} {Field(happened, "state")} {Field(happened, "health")}"));
        Assert.Equal(["ada", "lavaserver", "ada", "lavaserver", "ada", "lavaserver", "ada"], heard.Select(happened => happened.User));
        Assert.Equal(7, heard.Select(happened => happened.Id).Distinct().Count());
        Assert.Equal(["health", "state", "job", "description", "priority", "submit_time", "submitter", "health_check", "device_type"], Names(heard.First()));
        Assert.Equal(["health", "state", "device", "device_type", "worker"], Names(heard.ElementAt(1)));
        Assert.Equal(["health", "state", "device", "device_type", "job", "worker"], Names(heard.ElementAt(5)));
        Assert.Equal(["health", "state", "job", "description", "priority", "submit_time", "submitter", "health_check", "device", "device_type", "start_time", "end_time", "worker"], Names(heard.Last()));
        Assert.Equal(($"{job}", "light", "50", "ada", "False", "D", "T", "W"), (Field(heard.Last(), "job"), Field(heard.Last(), "description"), Field(heard.Last(), "priority"),
            Field(heard.Last(), "submitter"), Field(heard.Last(), "health_check"), Field(heard.Last(), "device"), Field(heard.Last(), "device_type"), Field(heard.Last(), "worker")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$", Field(heard.Last(), "submit_time"));
    }

    [Fact]
    public async Task Events_of_2018_name_the_visibility_and_no_worker()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { Rules = LabRules.V2018 });
        var heard = new ConcurrentQueue<LabEvent>();
        using var listening = lab.Lab.Events.Listen(heard.Enqueue);
        await lab.BeginJobAsync();
        await Soon.HoldsAsync(() => heard.Any(happened => happened.Suffix == ".testjob" && Field(happened, "state") == "Scheduled"));
        var job = heard.Last(happened => happened.Suffix == ".testjob");
        Assert.Equal("Publicly visible", Field(job, "visibility"));
        Assert.All(heard, happened => Assert.DoesNotContain("worker", Names(happened)));
    }

    [Fact]
    public async Task Devices_and_workers_are_told_when_they_come_and_when_their_health_is_another_one()
    {
        await using var lab = await LabHost.StartAsync();
        var heard = new ConcurrentQueue<LabEvent>();
        using var listening = lab.Lab.Events.Listen(heard.Enqueue);
        var job = await lab.BeginJobAsync();
        await lab.Assignments.RunningAsync(job);
        await lab.DoAsync("OP_DEVICE_SET", json =>
        {
            json.WriteString("name", "D");
            json.WriteString("health", "maintenance");
        });
        await lab.DoAsync("OP_WORKER_SET", json =>
        {
            json.WriteString("name", "W");
            json.WriteString("description", "another text is no news");
        });
        await lab.DoAsync("OP_WORKER_SET", json =>
        {
            json.WriteString("name", "W");
            json.WriteString("health", "retired");
        });
        await Soon.HoldsAsync(() => heard.Any(happened => happened.Suffix == ".worker" && Field(happened, "health") == "Retired"));
        Assert.Equal(["W Online Active", "W Online Retired"],
            heard.Where(happened => happened.Suffix == ".worker").Select(happened => $"{Field(happened, "hostname")} {Field(happened, "state")} {Field(happened, "health")}"));
        Assert.Equal(["Idle Good", "Reserved Good", "Running Good", $"Running Maintenance {job}"],
            heard.Where(happened => happened.Suffix == ".device").Select(happened =>
                $"{Field(happened, "state")} {Field(happened, "health")}{(Field(happened, "health") == "Maintenance" ? $" {Field(happened, "job")}" : "")}"));
    }

    [Fact]
    public async Task Who_has_left_hears_nothing_more_and_the_end_waits_for_nobody()
    {
        await using var lab = await LabHost.StartAsync();
        var heard = new ConcurrentQueue<LabEvent>();
        var leaving = lab.Lab.Events.Listen(heard.Enqueue);
        var others = new ConcurrentQueue<LabEvent>();
        using var staying = lab.Lab.Events.Listen(others.Enqueue);
        leaving.Dispose();
        await lab.BeginJobAsync();
        await Soon.HoldsAsync(() => others.Any(happened => happened.Suffix == ".testjob"));
        Assert.Empty(heard);
    }

    private static string Field(LabEvent happened, string name)
    {
        using var json = JsonDocument.Parse(happened.Json);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "-";
    }

    private static string[] Names(LabEvent happened)
    {
        using var json = JsonDocument.Parse(happened.Json);
        return [.. json.RootElement.EnumerateObject().Select(member => member.Name)];
    }
}
