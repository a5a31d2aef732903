using System.Collections.Concurrent;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

public sealed class LiveLoopTests : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly Session _session = new(Screen.Hidden(static _ => { }), static _ => null);
    private readonly LiveLoop _loop;
    private readonly Words _view = new();

    public LiveLoopTests() => _loop = new LiveLoop(_session);

    [Fact]
    public async Task Changes_wait_for_each_other_until_a_key_is_pressed()
    {
        using var painter = new Frames { Gap = TimeSpan.FromHours(1) };
        var run = Task.Run(() => _loop.Run(_view, painter), TestContext.Current.CancellationToken);
        Assert.Equal("", await painter.NextAsync());
        _loop.Post(() => _view.Text += "a");
        _loop.Post(() => _view.Text += "b");
        _loop.PostAtOnce(() => _view.Text += "c");
        Assert.Equal("abc", await painter.NextAsync());
        _loop.Post(() => _view.IsOver = true);
        await run.WaitAsync(s_longest, TestContext.Current.CancellationToken);
        Assert.Equal(2, painter.Count);
    }

    [Fact]
    public async Task Without_a_gap_each_change_is_drawn_as_it_comes()
    {
        using var painter = new Frames();
        var run = Task.Run(() => _loop.Run(_view, painter), TestContext.Current.CancellationToken);
        Assert.Equal("", await painter.NextAsync());
        foreach (var text in (string[])["a", "ab", "abc"])
        {
            _loop.Post(() => _view.Text = text);
            Assert.Equal(text, await painter.NextAsync());
        }

        _loop.Post(() => _view.IsOver = true);
        await run.WaitAsync(s_longest, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _session.Dispose();
    }

    private sealed class Words : ILiveView
    {
        public string Text { get; set; } = "";

        public bool IsOver { get; set; }

        public IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now) => [new ScreenLine(Text)];
    }

    private sealed class Frames : IPainter, IDisposable
    {
        private readonly ConcurrentQueue<string> _frames = new();
        private readonly SemaphoreSlim _drawn = new(0);

        public TimeSpan Gap { get; init; }

        public int Count { get; private set; }

        public ScreenSize Room => new(80, 24);

        /// <summary>The next frame that is another one: while nothing changes the loop draws the same each second.</summary>
        public async Task<string> NextAsync()
        {
            Assert.True(await _drawn.WaitAsync(s_longest));
            Assert.True(_frames.TryDequeue(out var frame));
            return frame;
        }

        public void Paint(IReadOnlyList<ScreenLine> frame)
        {
            if (Count > 0 && frame[0].Text == _last)
                return;
            Count++;
            _frames.Enqueue(_last = frame[0].Text);
            _drawn.Release();
        }

        private string? _last;

        public void Continue()
        {
        }

        public void Dispose() => _drawn.Dispose();
    }
}
