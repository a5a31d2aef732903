using System.Globalization;
using System.Threading.Channels;
using Drover.Daemon.Process;
using Drover.Tests.Shared;

namespace Drover.Web.Tests.Daemon;

/// <summary>When systemd is told that the daemon lives.</summary>
public sealed class WatchdogTests
{
    private readonly ManualClock _clock = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task It_is_told_twice_in_the_time_as_long_as_the_writer_answers()
    {
        var answers = 0;
        await using var watchdog = new Watchdog(TimeSpan.FromSeconds(60), () => Task.FromResult(++answers), Tell, _clock);
        Assert.Equal("WATCHDOG=1", await ReadAsync());
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_told.Reader.TryRead(out _));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", await ReadAsync());
        Assert.Equal(2, answers);
    }

    [Fact]
    public async Task A_writer_that_does_not_answer_is_told_by_silence_and_one_that_answers_again_by_a_word()
    {
        var answer = new TaskCompletionSource();
        await using var watchdog = new Watchdog(TimeSpan.FromSeconds(60), () => answer.Task, Tell, _clock);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(_told.Reader.TryRead(out _));
        answer.SetResult();
        Assert.Equal("WATCHDOG=1", await ReadAsync());
    }

    [Fact]
    public async Task It_ends_while_the_writer_does_not_answer()
    {
        var watchdog = new Watchdog(TimeSpan.FromSeconds(60), () => new TaskCompletionSource().Task, Tell, _clock);
        await watchdog.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public void The_time_is_that_of_the_environment_unless_it_is_meant_for_another_process()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromSeconds(180), Watchdog.Asked("180000000", own));
        Assert.Equal(TimeSpan.FromSeconds(180), Watchdog.Asked("180000000", null));
        Assert.Null(Watchdog.Asked("180000000", "1"));
        Assert.Null(Watchdog.Asked("0", own));
        Assert.Null(Watchdog.Asked("soon", own));
        Assert.Null(Watchdog.Asked(null, own));
    }

    private void Tell(string state) => Assert.True(_told.Writer.TryWrite(state));

    private async Task<string> ReadAsync() => await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
