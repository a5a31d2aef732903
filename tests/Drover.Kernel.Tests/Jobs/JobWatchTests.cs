using Drover.Kernel.Jobs;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests.Jobs;

public sealed class JobWatchTests
{
    private readonly JobWatch _watch = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_wait_for_a_job_are_told_of_its_change_and_nobody_else()
    {
        using var one = _watch.Next(1);
        using var other = _watch.Next(1);
        using var stranger = _watch.Next(2);
        var shared = _watch.NextChange(1);
        var waits = new[] { one, other }.Select(change => change.WaitAsync(TimeSpan.FromSeconds(60), _clock, Stop)).ToArray();
        var wait = stranger.WaitAsync(TimeSpan.FromSeconds(60), _clock, Stop);
        _watch.Changed([1, 7]);
        Assert.All(await Task.WhenAll(waits), Assert.True);
        await shared.WaitAsync(Stop);
        Assert.False(wait.IsCompleted);
        _watch.Changed([2]);
        Assert.True(await wait);
    }

    [Fact]
    public async Task A_change_between_the_look_and_the_wait_is_not_missed()
    {
        using var change = _watch.Next(1);
        _watch.Changed([1]);
        Assert.True(await change.WaitAsync(TimeSpan.FromSeconds(60), _clock, Stop));
    }

    [Fact]
    public async Task A_wait_ends_when_its_time_is_over_or_when_it_is_cancelled()
    {
        using var late = _watch.Next(1);
        var wait = late.WaitAsync(TimeSpan.FromSeconds(60), _clock, Stop);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await wait);

        using var given = _watch.Next(1);
        using var up = new CancellationTokenSource();
        wait = given.WaitAsync(TimeSpan.FromSeconds(60), _clock, up.Token);
        await up.CancelAsync();
        Assert.False(await wait);
    }

    [Fact]
    public async Task Who_has_left_is_not_told()
    {
        var left = _watch.Next(1);
        var wait = left.WaitAsync(TimeSpan.FromSeconds(60), _clock, Stop);
        left.Dispose();
        _watch.Changed([1]);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await wait);
    }
}
