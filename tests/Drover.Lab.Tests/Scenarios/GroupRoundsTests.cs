using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Lab.Groups;
using Drover.Lab.TestJobs;
using Drover.Tests.Shared;

namespace Drover.Lab.Tests.Scenarios;

/// <summary>Groups that want more boards together than there are, in random rounds: none ever waits for another that waits for it.</summary>
public sealed class GroupRoundsTests
{
    private const int Boards = 4;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, TestScale.Of(4))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Groups_of_three_on_four_boards_all_end(int seed)
    {
        var random = new Random(seed);
        await using var lab = await LabHost.StartAsync();
        await lab.DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "T"));
        await lab.Assignments.Hearing.HeardAsync("W");
        for (var i = 0; i < Boards; i++)
            await lab.DoAsync("OP_DEVICE_ADD", json =>
            {
                json.WriteString("name", $"D{i}");
                json.WriteString("device_type", "T");
                json.WriteString("worker", "W");
                json.WriteString("health", "good");
            });

        var jobs = new List<long>();
        for (var round = 0; round < 6; round++)
        {
            jobs.AddRange(await GroupAsync(lab, random.Next(2) == 0));
            jobs.AddRange(await GroupAsync(lab, random.Next(2) == 0));
            var steps = random.Next(8);
            for (var step = 0; step < steps; step++)
                await StepAsync(lab, random);
        }
        while (jobs.Any(job => lab.Kernel.State.Unfinished(job) is not null))
        {
            await Soon.HoldsAsync(() => Open(lab).Count > 0 || jobs.All(job => lab.Kernel.State.Unfinished(job) is null));
            await StepAsync(lab, random);
        }

        Assert.Equal(36, jobs.Count);
        Assert.Empty(lab.Kernel.State.Objects.All(TestGroup.Kind));
        Assert.Empty(lab.Kernel.State.Objects.All(TestJob.Kind));
        await Soon.HoldsAsync(() => Enumerable.Range(0, Boards).All(i => lab.Kernel.State.Locks.HeldBy(new("device", $"D{i}")).IsEmpty));
    }

    private static List<long> Open(LabHost lab) => [.. lab.Assignments.Of("W").Select(assignment => assignment.Job)];

    /// <summary>A worker says something about one of its test jobs, or somebody cancels one.</summary>
    private static async Task StepAsync(LabHost lab, Random random)
    {
        AssertAllOrNone(lab);
        var open = Open(lab);
        if (open.Count == 0)
            return;
        var job = open[random.Next(open.Count)];
        switch (random.Next(12))
        {
            case 0:
                await lab.Kernel.ExecuteAsync(new CancelJob(job, kill: false), Caller.System, TestContext.Current.CancellationToken);
                break;
            case < 5:
                await lab.Assignments.RunningAsync(job);
                break;
            default:
                await lab.Assignments.EndedAsync(job, new TestJobEnd(random.Next(3) == 0 ? TestJobHealth.Incomplete : TestJobHealth.Complete));
                break;
        }
    }

    /// <summary>Devices are reserved for all members of a group at once.</summary>
    private static void AssertAllOrNone(LabHost lab)
    {
        var state = lab.Kernel.State;
        foreach (var group in state.Objects.All(TestGroup.Kind))
            Assert.All(group.Jobs.Select(member => state.TestJob(member)).OfType<TestJob>(), job => Assert.Equal(group.Reserved, job.Device is not null));
    }

    private static async Task<IEnumerable<long>> GroupAsync(LabHost lab, bool essential)
    {
        var definition = "job_name: g\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\nprotocols:\n  lava-multinode:\n    roles:\n"
            + $"      a: {{count: 1, device_type: T, essential: {(essential ? "true" : "false")}}}\n      b: {{count: 2, device_type: T}}\n";
        var answer = await lab.SubmitAsync("user:ada", "OP_TEST_GROUP_SUBMIT", json => json.WriteString("definition", definition));
        await lab.UntilAsync(answer.Id, status => status.IsFinal());
        using var reader = lab.Kernel.ReadStore();
        using var result = JsonDocument.Parse(RowProjection.Decode(reader.Job(answer.Id)!).Ops[0].Result.Utf8);
        return [.. result.RootElement.GetProperty("jobs").EnumerateArray().Select(pair => pair[1].GetInt64())];
    }
}
