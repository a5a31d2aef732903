using System.Threading.Channels;
using Drover.Kernel;

namespace Drover.Pages.Live;

/// <summary>Tells all open pages that something has changed. While there are any, one listener hears the kernel for all of them, so that a page costs no more
/// than a place to wait.</summary>
/// <param name="kernel">What is listened to.</param>
internal sealed class ChangeBeat(IKernel kernel)
{
    /// <summary>What changes together is told once.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private TaskCompletionSource _next = New();
    private long _count;
    private int _pages;
    private bool _listens;

    /// <summary>Comes to hear of changes; leave when the page is gone.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _pages++;
            if (_listens)
                return;
            _listens = true;
        }
        _ = ListenAsync();
    }

    /// <summary>Leaves.</summary>
    public void Leave()
    {
        lock (_lock)
            _pages--;
    }

    /// <summary>How many changes have been told since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Ends with the next change. Ask for it before the page is looked at, and nothing is missed.</summary>
    public Task Next
    {
        get
        {
            lock (_lock)
                return _next.Task;
        }
    }

    private async Task ListenAsync()
    {
        while (IsWanted())
        {
            using var records = kernel.Events.Subscribe();
            using var signals = kernel.Signals.Subscribe(Caller.System);
            var (record, signal) = (WaitAsync(records.Records), WaitAsync(signals.Signals));
            var goesOn = true;
            while (goesOn && IsWanted())
            {
                await Task.WhenAny(record, signal);
                await Task.Delay(Gather, kernel.Clock, CancellationToken.None);
                if (record.IsCompleted)
                {
                    goesOn = await record;
                    record = WaitAsync(records.Records);
                }
                if (signal.IsCompleted)
                {
                    goesOn &= await signal;
                    signal = WaitAsync(signals.Signals);
                }
                Tell();
            }
            if (kernel.Stopping)
                return;
        }
    }

    /// <summary>Whether anybody is there; when not, the next one who comes has to listen anew.</summary>
    private bool IsWanted()
    {
        lock (_lock)
            return _listens = _pages > 0;
    }

    private void Tell()
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _count);
            _next.SetResult();
            _next = New();
        }
    }

    /// <summary>Waits for more and passes over it; false when the stream has ended, or when it was left behind.</summary>
    private static async Task<bool> WaitAsync<T>(ChannelReader<T> reader)
    {
        try
        {
            if (!await reader.WaitToReadAsync())
                return false;
        }
        catch (DroverException)
        {
            return false;
        }
        while (reader.TryRead(out _))
        {
        }
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
