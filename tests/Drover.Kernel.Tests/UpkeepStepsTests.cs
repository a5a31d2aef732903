using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests;

/// <summary>Long work on the store is done in steps, so that nobody waits for all of it.</summary>
public sealed class UpkeepStepsTests
{
    [Fact]
    public async Task Jobs_are_taken_between_two_steps_and_the_work_goes_on_to_its_last_one()
    {
        await using var kernel = await TestKernel.StartAsync();
        var stop = TestContext.Current.CancellationToken;
        var (steps, submitted) = (0, Task.FromResult(0L));
        await kernel.Host.RunUpkeepAsync("count sheep", _ =>
        {
            steps++;
            if (steps == 1)
                submitted = kernel.SubmitAsync("OP_NOTE");
            else
                Assert.Contains(1, kernel.Host.State.Jobs.Keys);
            return steps < 3;
        }, stop);
        Assert.Equal((3, 1), (steps, await submitted));
    }

    [Fact]
    public async Task What_fails_is_a_problem_until_the_next_work_is_done()
    {
        await using var kernel = await TestKernel.StartAsync();
        var stop = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.Host.RunUpkeepAsync("count goats", _ => throw new InvalidOperationException("the goats are gone"), stop));
        Assert.Contains("upkeep 'count goats' failed: the goats are gone", kernel.Host.Problems);
        await kernel.Host.RunUpkeepAsync("count sheep", _ => false, stop);
        Assert.DoesNotContain(kernel.Host.Problems, problem => problem.Contains("upkeep", StringComparison.Ordinal));
    }
}
