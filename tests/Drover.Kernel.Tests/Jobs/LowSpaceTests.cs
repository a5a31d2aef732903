using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>While the disk is nearly full nothing new is begun; what runs goes on and can be ended.</summary>
public sealed class LowSpaceTests
{
    [Fact]
    public async Task New_jobs_are_refused_and_what_runs_can_be_canceled_and_ends()
    {
        var health = StoreHealth.Ok;
        await using var kernel = await TestKernel.StartAsync(store: inner => new TightStore(inner, () => health));
        var canceled = await kernel.SubmitAsync("OP_HOLD");
        var ended = await kernel.SubmitAsync("OP_HOLD");
        health = StoreHealth.LowSpace;
        var refusal = await Assert.ThrowsAsync<SubmitRefusedException>(() => kernel.SubmitAsync("OP_NOTE"));
        Assert.Equal("STORE_LOW_SPACE", refusal.Code);
        await kernel.ExecuteAsync(new CancelJob(canceled, kill: false));
        kernel.Gate.Open(ended);
        Assert.Equal((JobStatus.Canceled, JobStatus.Success), (await kernel.EndAsync(canceled), await kernel.EndAsync(ended)));
        health = StoreHealth.Ok;
        Assert.Equal(ended + 1, await kernel.SubmitAsync("OP_NOTE"));
    }

    private sealed class TightStore(IStore store, Func<StoreHealth> health) : StoreProxy(store)
    {
        public override StoreHealth Health => health();
    }
}
