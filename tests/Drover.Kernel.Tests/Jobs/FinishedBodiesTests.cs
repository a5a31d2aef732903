using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Jobs;

public sealed class FinishedBodiesTests
{
    [Fact]
    public void What_was_read_last_is_kept_within_the_limit()
    {
        const int limit = 100_000, encoded = 1_000;
        var bodies = new FinishedBodies(limit);
        for (var id = 1L; id <= 1_000; id++)
            bodies.Add(new Job { Id = id }, encoded);
        var kept = Enumerable.Range(1, 1_000).Where(id => bodies.Find(id) is not null).ToList();
        Assert.InRange(kept.Count, 10, limit / encoded);
        Assert.All(kept, id => Assert.InRange(id, 1_001 - (limit / encoded), 1_000));
        Assert.Contains(1_000, kept);
    }

    [Fact]
    public void What_is_asked_for_again_and_again_stays_while_others_pass()
    {
        var bodies = new FinishedBodies(100_000);
        bodies.Add(new Job { Id = 1 }, 500);
        for (var id = 2L; id <= 1_000; id++)
        {
            bodies.Add(new Job { Id = id }, 500);
            Assert.Equal(1, bodies.Find(1)?.Id);
        }
    }

    [Fact]
    public void One_that_is_far_too_large_is_not_kept_and_pushes_out_none()
    {
        var bodies = new FinishedBodies(100_000);
        bodies.Add(new Job { Id = 1 }, 500);
        bodies.Add(new Job { Id = 2 }, 90_000);
        Assert.NotNull(bodies.Find(1));
        Assert.Null(bodies.Find(2));
    }

    [Fact]
    public async Task A_listing_shows_a_job_as_it_ended_whether_it_was_listed_before_or_not()
    {
        await using var kernel = await TestKernel.StartAsync();
        var held = await kernel.SubmitAsync("OP_HOLD");
        await kernel.UntilAsync(held, JobStatus.Running);
        Assert.Equal("[\"running\"]", await StatusesAsync(kernel, held));
        Assert.Null(kernel.Host.Bodies.Find(held));
        kernel.Gate.Open(held);
        await kernel.EndAsync(held);
        for (var i = 0; i < 2; i++)
            Assert.Equal("[\"success\"]", await StatusesAsync(kernel, held));
        Assert.Equal(JobStatus.Success, kernel.Host.Bodies.Find(held)?.Status);
    }

    private static async Task<string> StatusesAsync(TestKernel kernel, long id)
    {
        using var context = kernel.Host.Look(TestKernel.Alice);
        var result = await kernel.Host.Model.Resources.Get("job").QueryAsync(context, new(["opstatus"], QueryFilter.AnyOf("id", [id])), TestContext.Current.CancellationToken);
        return result.Rows[0][0].ToString();
    }
}
