using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Chaos;

/// <summary>Random histories over a domain that throws, hangs and lies, on a store whose commits fail: each fault costs one job or command.</summary>
public sealed class ChaosTests
{
    private static readonly string[] s_opcodes = ["OP_CHAOS", "OP_CHAOS_FAIL", "OP_CHAOS_REQUEUE", "OP_CHAOS_RESUME"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Chaos_wedges_nothing_loses_no_lock_and_replays(int seed)
    {
        var (dice, random) = (new Dice(seed), new Random(seed));
        await using var kernel = await TestKernel.StartAsync(new ChaosDomain(dice), store: inner => new FailingStore(inner, dice.Misbehaves), beforeStop: dice.EndHung);
        for (var step = 0; step < 80; step++)
        {
            await TryAsync(() => StepAsync(kernel, random, dice));
            Assert.Null(kernel.Fatal);
        }

        dice.Quiet = true;
        while (kernel.Host.State.Jobs.Values.OfType<Job>().FirstOrDefault() is { } job)
        {
            await TryAsync(() => kernel.ExecuteAsync(new CancelJob(job.Id, kill: true)));
            await kernel.EndAsync(job.Id);
        }
        foreach (var owner in kernel.Host.State.Jobs.Keys)
            await kernel.ExecuteAsync(new BreakAbandonedLocks(owner));

        Assert.Equal(0, kernel.Host.State.Queue.Unfinished);
        Assert.Equal(0, kernel.Host.State.Locks.OwnerCount);
        Assert.Equal(0, kernel.Host.State.Locks.WaitingCount);
        Assert.Empty(kernel.Host.State.Queue.Tracked);
        Assert.Empty(kernel.Host.State.LogSerials);
        await kernel.AssertReplayMakesTheSameAsync();
        Assert.Null(kernel.Fatal);
    }

    private static async Task StepAsync(TestKernel kernel, Random random, Dice dice)
    {
        var ids = kernel.Host.State.Jobs.Keys.ToArray();
        switch (random.Next(10))
        {
            case 0 or 1 or 2 or 3:
                await kernel.SubmitManyAsync([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomJob(random, ids))]);
                break;
            case 4 or 5 when ids.Length > 0:
                await kernel.ExecuteAsync(new CancelJob(ids[random.Next(ids.Length)], kill: random.Next(2) == 0));
                break;
            case 6 when ids.Length > 0:
                await kernel.ExecuteAsync(new ChangeJobPriority(ids[random.Next(ids.Length)], random.Next(-20, 20)));
                break;
            case 7 when ids.Length > 0:
                await kernel.ExecuteAsync(new ArchiveJobs([ids[random.Next(ids.Length)]]));
                break;
            case 8:
                await kernel.ExecuteAsync(new FaultyObservation(dice));
                break;
            case 9 when random.Next(4) == 0:
                await kernel.CrashAndRestartAsync();
                dice.HangAgain();
                break;
        }
    }

    private static string[] RandomJob(Random random, long[] ids) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var nodes = string.Join(",", Enumerable.Range(0, random.Next(3)).Select(n => $"\"n{random.Next(4)}\""));
            var depends = ids.Length > 0 && random.Next(3) == 0 ? $",\"depends\":[[{ids[random.Next(ids.Length)]},[]]]" : "";
            return $$"""{"OP_ID":"{{s_opcodes[random.Next(s_opcodes.Length)]}}","priority":{{random.Next(-20, 20)}},"nodes":[{{nodes}}]{{depends}}}""";
        })];

    private static async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is DroverException or FaultyObservation.Fault)
        {
            // Who asked has been told; what matters is what is left behind.
        }
    }
}
