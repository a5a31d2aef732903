using Drover.Agent.Native;
using Drover.Agent.Watching;

namespace Drover.Agent.Commands;

/// <summary>Reads one pipe to its end, whenever there is something in it.</summary>
internal sealed unsafe class PipeReader
{
    private const int Block = 64 << 10;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly PollThread _poll;
    private readonly PipeTaker _take;
    private readonly int _pipe;
    private long _token;

    /// <param name="poll">Calls when there is something.</param>
    /// <param name="pipe">The end to read from; it is closed here.</param>
    /// <param name="take">Takes what is read; must not block.</param>
    internal PipeReader(PollThread poll, int pipe, PipeTaker take)
    {
        (_poll, _pipe, _take) = (poll, pipe, take);
        try
        {
            poll.Add(pipe, token => _token = token, Read);
        }
        catch
        {
            _ = Libc.Close(pipe);
            throw;
        }
    }

    internal delegate void PipeTaker(ReadOnlySpan<byte> bytes);

    /// <summary>Ends when nobody has the other end any more, or the reader has stopped.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Reads no more.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            if (_ended.Task.IsCompleted)
                return;
            _poll.Remove(_pipe, _token);
            _ = Libc.Close(_pipe);
            _ended.SetResult();
        }
    }

    private void Read()
    {
        lock (_gate)
        {
            if (_ended.Task.IsCompleted)
                return;
            var bytes = stackalloc byte[Block];
            // It was said to be readable and nobody else reads it, so this does not wait.
            var got = Libc.Read(_pipe, bytes, Block);
            if (got > 0)
                _take(new ReadOnlySpan<byte>(bytes, (int)got));
            else if (got == 0 || Errno.Last != Errno.Interrupted)
                Stop();
        }
    }
}
