using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Random histories of submits, cancels, ends, priorities, archives and crashes, with what must hold after each step.</summary>
public sealed class RandomHistoryTests
{
    private static readonly string[] s_opcodes = ["OP_NOTE", "OP_HOLD", "OP_HOLD_REQUEUE", "OP_HOLD_RESUME", "OP_FAIL", "OP_DEAF", "OP_PREPARE", "OP_SPAWN"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_random_history_keeps_all_promises(int seed)
    {
        var random = new Random(seed);
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Running = 3, Tracked = 6 });
        var acknowledged = new HashSet<long>();
        var archived = new HashSet<long>();
        for (var step = 0; step < 60; step++)
        {
            await StepAsync(kernel, random, acknowledged, archived);
            AssertInvariants(kernel, acknowledged, archived, $"seed {seed}, step {step}");
        }
        await kernel.CrashAndRestartAsync();
        AssertInvariants(kernel, acknowledged, archived, $"seed {seed}, after the last crash");
        await kernel.AssertReplayMakesTheSameAsync();
        await FinishAllAsync(kernel);
        Assert.Equal(0, kernel.Host.State.Queue.Unfinished);
        Assert.Empty(kernel.Host.State.Queue.Tracked);
        Assert.Empty(kernel.Host.State.Queue.Dependents);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    private static async Task StepAsync(TestKernel kernel, Random random, HashSet<long> acknowledged, HashSet<long> archived)
    {
        var ids = kernel.Host.State.Jobs.Keys.ToArray();
        switch (random.Next(10))
        {
            case 0 or 1 or 2 or 3:
                var jobs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomJob(random, ids)).ToArray();
                foreach (var answer in await kernel.SubmitManyAsync(jobs))
                    if (answer.Refusal is null)
                        acknowledged.Add(answer.Id);
                break;
            case 4 when ids.Length > 0:
                await kernel.ExecuteAsync(new CancelJob(ids[random.Next(ids.Length)], kill: random.Next(3) == 0));
                break;
            case 5 or 6 when ids.Length > 0:
                kernel.Gate.Open(ids[random.Next(ids.Length)], random.Next(4) == 0 ? "as the dice fell" : null);
                break;
            case 7 when ids.Length > 0:
                await kernel.ExecuteAsync(new ChangeJobPriority(ids[random.Next(ids.Length)], random.Next(-20, 20)));
                break;
            case 8 when ids.Length > 0:
                var id = ids[random.Next(ids.Length)];
                if (await kernel.ExecuteAsync(new ArchiveJobs([id])) == 1)
                    archived.Add(id);
                break;
            case 9 when random.Next(3) == 0:
                await kernel.CrashAndRestartAsync();
                break;
            case 9:
                await kernel.CutJournalAsync(random.NextInt64(kernel.Host.State.Sequence + 1));
                await kernel.AssertReplayMakesTheSameAsync();
                break;
        }
    }

    private static string[] RandomJob(Random random, long[] ids) =>
        [.. Enumerable.Range(0, random.Next(12) == 0 ? 20 : random.Next(1, 4)).Select(_ =>
        {
            var nodes = string.Join(",", Enumerable.Range(0, random.Next(3)).Select(n => $"\"n{random.Next(4)}\""));
            var depends = ids.Length > 0 && random.Next(3) == 0 ? $",\"depends\":[[{ids[random.Next(ids.Length)]},[]]]" : "";
            return $$"""{"OP_ID":"{{s_opcodes[random.Next(s_opcodes.Length)]}}","priority":{{random.Next(-20, 20)}},"nodes":[{{nodes}}],"shared":{{(random.Next(2) == 0 ? "true" : "false")}}{{depends}}}""";
        })];

    private static void AssertInvariants(TestKernel kernel, HashSet<long> acknowledged, HashSet<long> archived, string where)
    {
        var state = kernel.Host.State;
        foreach (var id in acknowledged)
            Assert.True(state.Jobs.ContainsKey(id) || archived.Contains(id), $"{where}: job {id} was acknowledged and is gone");
        foreach (var entry in state.Jobs.Values)
        {
            if (entry is not Job job)
                continue;
            Assert.False(job.Status.IsFinal(), $"{where}: job {job.Id} is final but kept as unfinished");
            var owns = state.Locks.Owned(job.Id) is not null;
            Assert.True(job.Status == JobStatus.Running == owns, $"{where}: job {job.Id} is {job.Status} and {(owns ? "holds" : "holds no")} locks");
            Assert.True(!owns || !state.Locks.IsWaiting(job.Id), $"{where}: job {job.Id} waits while it holds");
            Assert.Equal(job.Status != JobStatus.Queued, state.Queue.Tracked.ContainsKey(job.Id));
        }
        Assert.Equal(state.Jobs.Values.Count(e => e is Job), state.Queue.Unfinished);
        Assert.Null(state.Locks.NextGrantable);
    }

    private static async Task FinishAllAsync(TestKernel kernel)
    {
        kernel.Gate.OpenForGood();
        while (kernel.Host.State.Jobs.Values.FirstOrDefault(e => e is Job) is { } entry)
            await kernel.EndAsync(entry.Id);
    }
}
