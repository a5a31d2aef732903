using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

/// <summary>A terminal that takes nothing until it is told to.</summary>
public sealed class FrameWriterTests : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    private readonly SlowTerminal _terminal = new();
    private readonly SemaphoreSlim _free = new(0);
    private readonly FrameWriter _writer;

    public FrameWriterTests() => _writer = new FrameWriter(new Screen(_terminal, Stream.Null, static () => Stream.Null), () => _free.Release());

    [Fact]
    public async Task A_frame_is_refused_while_the_last_one_has_not_gone_out()
    {
        Assert.True(_writer.TryWrite("one"));
        Assert.False(_writer.IsIdle);
        Assert.False(_writer.TryWrite("two"));
        Assert.Equal("", _terminal.Taken);
        _terminal.Take();
        Assert.True(await _free.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        Assert.True(_writer.TryWrite("three"));
        _terminal.Take();
        Assert.True(await _free.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        Assert.Equal("onethree", _terminal.Taken);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_ever()
    {
        Assert.True(_writer.TryWrite("one"));
        _writer.Finish("end", TimeSpan.FromMilliseconds(1));
        Assert.Equal("", _terminal.Taken);
        _terminal.Take();
        Assert.True(await _free.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        _terminal.Take();
        _writer.Finish("end", s_longest);
        Assert.Equal("oneend", _terminal.Taken);
    }

    [Fact]
    public async Task A_terminal_that_has_gone_is_told_to_who_draws()
    {
        _terminal.IsGone = true;
        Assert.True(_writer.TryWrite("one"));
        _terminal.Take();
        Assert.True(await _free.WaitAsync(s_longest, TestContext.Current.CancellationToken));
        Assert.Throws<ClosedOutputException>(() => _writer.TryWrite("two"));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _terminal.Dispose();
        _free.Dispose();
    }

    private sealed class SlowTerminal : Stream
    {
        private readonly MemoryStream _taken = new();
        private readonly SemaphoreSlim _room = new(0);

        public bool IsGone { get; set; }

        public string Taken => System.Text.Encoding.UTF8.GetString(_taken.ToArray());

        public void Take() => _room.Release();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Assert.True(_room.Wait(s_longest));
            if (IsGone)
                throw new ClosedOutputException();
            _taken.Write(buffer, offset, count);
        }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _room.Dispose();
            _taken.Dispose();
            base.Dispose(disposing);
        }
    }
}
