using Drover.Kernel.Commands;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests;

/// <summary>What has happened once is recorded once, however often it is told.</summary>
public sealed class ObservationTests
{
    [Fact]
    public async Task One_with_a_key_is_recorded_once_also_after_a_crash()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal("recorded", await kernel.ExecuteAsync(new Ended("worker 1: END 7")));
        Assert.Null(await kernel.ExecuteAsync(new Ended("worker 1: END 7")));
        Assert.Equal("recorded", await kernel.ExecuteAsync(new Ended("worker 1: END 8")));
        await kernel.CrashAndRestartAsync();
        Assert.Null(await kernel.ExecuteAsync(new Ended("worker 1: END 7")));
    }

    [Fact]
    public async Task The_same_key_of_another_teller_is_another_observation()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal("recorded", await kernel.ExecuteAsync(new Ended("END 7")));
        Assert.Equal("recorded", await kernel.Host.ExecuteAsync(new Ended("END 7"), Caller.System, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_of_one_turn_are_recorded_once()
    {
        await using var kernel = await TestKernel.StartAsync();
        using var go = new ManualResetEventSlim();
        var busy = kernel.ExecuteAsync(new BusyWriter(go));
        var told = new[] { "END 7", "END 8", "END 7" }.Select(key => kernel.ExecuteAsync(new Ended(key))).ToArray();
        go.Set();
        await busy;
        Assert.Equal("recorded, recorded, ", string.Join(", ", await Task.WhenAll(told)));
    }

    [Fact]
    public async Task One_without_a_key_is_recorded_each_time()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal("recorded", await kernel.ExecuteAsync(new Ended(null)));
        Assert.Equal("recorded", await kernel.ExecuteAsync(new Ended(null)));
    }

    [Fact]
    public async Task One_that_cannot_be_recorded_as_it_is_is_recorded_as_that_and_once()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal("recorded otherwise: no such test", await kernel.ExecuteAsync(new Ended("END 7", "no such test")));
        Assert.Null(await kernel.ExecuteAsync(new Ended("END 7", "no such test")));
    }

    private sealed class Ended(string? key, string? problem = null) : Observation<string>(key)
    {
        protected override string Record(Decision decision) => problem is null ? "recorded" : throw new InvalidOperationException(problem);

        protected override string? DecideFailed(Decision decision, Exception cause) => $"recorded otherwise: {cause.Message}";
    }
}
