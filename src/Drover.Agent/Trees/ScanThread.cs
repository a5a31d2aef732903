namespace Drover.Agent.Trees;

/// <summary>Scans on one thread of its own, shared by all who ask: stopping 500 trees costs as many scans as stopping one. A scan may hang on
/// a process that sits in the kernel; then only those who asked wait.</summary>
internal sealed class ScanThread : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Func<IReadOnlySet<int>> _known;
    private readonly Thread _thread;
    private List<TaskCompletionSource<ProcessScan>> _waiting = [];
    private ulong _notBefore = ulong.MaxValue;
    private bool _ending;

    /// <param name="known">Gives what a scan that begins now need not look at.</param>
    internal ScanThread(Func<IReadOnlySet<int>> known)
    {
        _known = known;
        _thread = new Thread(Loop) { IsBackground = true, Name = "process-scan" };
        _thread.Start();
    }

    /// <summary>A scan that begins after this call.</summary>
    internal Task<ProcessScan> NextAsync(ulong notBefore)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ending, this);
            var mine = new TaskCompletionSource<ProcessScan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _notBefore = Math.Min(_notBefore, notBefore);
            _waiting.Add(mine);
            if (_waiting.Count == 1)
                _asked.Release();
            return mine.Task;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_ending)
                return;
            _ending = true;
            _waiting.ForEach(w => w.TrySetCanceled());
            _waiting = [];
        }
        _asked.Release();
        // Not joined: it may hang in the kernel. It is a background thread and ends by itself.
    }

    private void Loop()
    {
        while (true)
        {
            _asked.Wait();
            List<TaskCompletionSource<ProcessScan>> served;
            ulong notBefore;
            lock (_gate)
            {
                if (_ending)
                    break;
                (served, _waiting) = (_waiting, []);
                (notBefore, _notBefore) = (_notBefore, ulong.MaxValue);
            }
            try
            {
                var scan = ProcessScan.Take(notBefore, _known());
                served.ForEach(s => s.TrySetResult(scan));
            }
            catch (Exception e)
            {
                // Whoever asked must hear of it; the thread goes on.
                served.ForEach(s => s.TrySetException(e));
            }
        }
        _asked.Dispose();
    }
}
