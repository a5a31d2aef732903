using Drover.Nodes.Reports;

namespace Drover.Nodes.Tests;

public sealed class ReportQueueTests
{
    private readonly ReportQueue<Report> _queue = new(report => report.Number, most: 3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_numbered_and_told_again_until_they_are_acknowledged()
    {
        Add("a");
        Add("b");
        Assert.Equal([new(1, "a"), new(2, "b")], await _queue.ReadAsync(0, Token));
        Assert.Equal([new(1, "a"), new(2, "b")], await _queue.ReadAsync(0, Token));
        Assert.Equal([new(2, "b")], await _queue.ReadAsync(1, Token));
        _queue.Acknowledge(1);
        Assert.Equal([new(2, "b")], await _queue.ReadAsync(0, Token));
        _queue.Acknowledge(2);
        Add("c");
        Assert.Equal([new(3, "c")], await _queue.ReadAsync(0, Token));
    }

    [Fact]
    public async Task A_reader_waits_for_the_next_one_and_hears_of_the_end()
    {
        var next = _queue.ReadAsync(0, Token);
        Assert.False(next.IsCompleted);
        Add("a");
        Assert.Equal([new(1, "a")], await next);
        _queue.Acknowledge(1);
        // Nothing is kept, although numbers above 0 were given.
        var later = _queue.ReadAsync(0, Token);
        Assert.False(later.IsCompleted);
        _queue.End();
        Assert.Empty(await later);
        Add("b");
        Assert.Empty(await _queue.ReadAsync(0, Token));
    }

    [Fact]
    public async Task Reports_with_numbers_of_their_own_are_taken_once_and_may_be_dropped_with_the_end()
    {
        _queue.Take([new(4, "a"), new(6, "b")]);
        _queue.Take([new(4, "again"), new(6, "again"), new(7, "c")]);
        Assert.Equal([new(4, "a"), new(6, "b"), new(7, "c")], await _queue.ReadAsync(0, Token));
        Assert.Equal(0, _queue.Acknowledged);
        _queue.Acknowledge(6);
        Assert.Equal(6, _queue.Acknowledged);
        Assert.Equal([new(7, "c")], await _queue.ReadAsync(0, Token));
        _queue.End(dropsKept: true);
        _queue.Take([new(8, "late")]);
        Assert.Empty(await _queue.ReadAsync(0, Token));
    }

    [Fact]
    public async Task A_reader_that_gives_up_disturbs_nobody()
    {
        using var mine = new CancellationTokenSource();
        var given = _queue.ReadAsync(0, mine.Token);
        var other = _queue.ReadAsync(0, Token);
        await mine.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Add("a");
        Assert.Equal([new(1, "a")], await other);
    }

    [Fact]
    public async Task With_too_many_the_oldest_that_a_later_one_says_as_well_is_left_out()
    {
        foreach (var text in new[] { "x", "end", "x", "x", "y", "end" })
            _queue.Add(number => new Report(number, text), older => older.Text == text && text != "end");
        // y and the ends say something that no later one says: none of them is left out, though there are too many.
        Assert.Equal(["end", "x", "x", "y", "end"], (await _queue.ReadAsync(0, Token)).Select(r => r.Text));
        Assert.Equal([2L, 3, 4, 5, 6], (await _queue.ReadAsync(0, Token)).Select(r => r.Number));
    }

    private void Add(string text) => _queue.Add(number => new Report(number, text));

    private sealed record Report(long Number, string Text);
}
