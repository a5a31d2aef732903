using Drover.Kernel.Commands;
using Drover.Kernel.Tests.Chaos;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Metrics;

public sealed class KernelInstrumentsTests
{
    [Fact]
    public async Task Every_batch_tells_its_size_and_every_write_its_time()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.SubmitAsync("OP_NOTE");
        await kernel.SubmitAsync("OP_NOTE");
        var sizes = kernel.Readings.Values("drover.kernel.batch.size");
        Assert.Equal(Assert.Single(kernel.Readings.Now("drover.kernel.batches")).Value, sizes.Count);
        Assert.Equal(Assert.Single(kernel.Readings.Now("drover.kernel.commands")).Value, sizes.Sum());
        // The last command of a start has nothing to write.
        Assert.InRange(kernel.Readings.Values("drover.kernel.commit").Count, 2, sizes.Count - 1);
    }

    [Fact]
    public async Task Commits_that_fail_are_counted_and_are_no_batches()
    {
        var fails = false;
        await using var kernel = await TestKernel.StartAsync(store: inner => new FailingStore(inner, () => Volatile.Read(ref fails)));
        var batches = Assert.Single(kernel.Readings.Now("drover.kernel.batches")).Value;
        Volatile.Write(ref fails, true);
        for (var time = 0; time < 2; time++)
            await Assert.ThrowsAnyAsync<DroverException>(() => kernel.SubmitAsync("OP_NOTE"));
        Volatile.Write(ref fails, false);
        Assert.Equal(2, Assert.Single(kernel.Readings.Now("drover.journal.commit_failures")).Value);
        Assert.Equal(batches, Assert.Single(kernel.Readings.Now("drover.kernel.batches")).Value);
    }

    [Fact]
    public async Task Faults_of_domain_code_are_counted()
    {
        await using var kernel = await TestKernel.StartAsync();
        await kernel.EndAsync(await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"boom"}"""));
        Assert.Equal(1, Assert.Single(kernel.Readings.Now("drover.kernel.faults")).Value);
    }

    [Fact]
    public async Task A_kernel_that_has_ended_is_measured_no_more()
    {
        var kernel = await TestKernel.StartAsync();
        Assert.NotEmpty(kernel.Readings.Now("drover.jobs"));
        await kernel.Host.DisposeAsync();
        Assert.Empty(kernel.Readings.Now("drover.jobs"));
        await kernel.DisposeAsync();
    }
}
