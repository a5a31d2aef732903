namespace Drover.Kernel;

/// <summary>
/// What waits for the writer, in the order in which it came. Holds at most <paramref name="limit"/> commands of callers; whoever comes later
/// waits outside, without a thread, until the writer has taken some. What must be recorded comes in beyond the limit: it is never held
/// up, so that nobody who waits for a place waits for somebody who does. The writer blocks on its own thread, so a wake-up needs
/// no thread of the pool.
/// </summary>
/// <param name="limit">Most commands of callers at once; 1 or more.</param>
internal sealed class Inbox(int limit) : IDisposable
{
    /// <summary>Places that are kept when the inbox is empty; the memory of a burst is given back.</summary>
    private const int PlacesKept = 1_024;

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly LinkedList<Waiting> _outside = [];
    private Queue<WorkItem> _items = new();
    private bool _sleeping;
    private bool _closed;

    /// <summary>Whether nothing more will come.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed && _items.Count == 0;
        }
    }

    /// <summary>How many items wait inside.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Hands an item over, beyond the limit when there is no place; false when the inbox is closed.</summary>
    public bool Add(WorkItem item)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
                return false;
            wake = Add_NeedsLock(item);
        }
        if (wake)
            _wake.Set();
        return true;
    }

    /// <summary>Hands an item over, or waits for a place: those who wait get theirs in the order in which they came.</summary>
    /// <returns>False when the inbox is closed.</returns>
    /// <exception cref="OperationCanceledException">The caller did not want to wait any longer; the item was not taken.</exception>
    public Task<bool> AddAsync(WorkItem item, CancellationToken cancellationToken)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
                return Task.FromResult(false);
            if (_items.Count >= limit || _outside.Count > 0)
                return WaitOutside_NeedsLock(item, cancellationToken);
            wake = Add_NeedsLock(item);
        }
        if (wake)
            _wake.Set();
        return Task.FromResult(true);
    }

    /// <summary>Takes what is there into <paramref name="batch"/>, up to <paramref name="most"/> items in it, and lets others in.</summary>
    public void Take(List<WorkItem> batch, int most)
    {
        lock (_gate)
        {
            while (batch.Count < most && _items.TryDequeue(out var item))
                batch.Add(item);
            while (_items.Count < limit && _outside.First is { } first)
            {
                _outside.RemoveFirst();
                _items.Enqueue(first.Value.Item);
                first.Value.Answer(true);
            }
            if (_items.Count == 0 && _items.Capacity > PlacesKept)
                _items = new Queue<WorkItem>();
        }
    }

    /// <summary>Waits until there is something or the inbox is closed; false when the time is over before.</summary>
    public bool Wait(TimeSpan time)
    {
        lock (_gate)
        {
            if (_items.Count > 0 || _closed)
                return true;
            _sleeping = true;
            _wake.Reset();
        }
        return _wake.Wait(time);
    }

    /// <summary>Takes nothing more. What is inside is still taken out; those who wait outside are turned away.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var waiting in _outside)
                waiting.Answer(false);
            _outside.Clear();
        }
        _wake.Set();
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>Answers whether the writer has to be woken.</summary>
    private bool Add_NeedsLock(WorkItem item)
    {
        _items.Enqueue(item);
        var wake = _sleeping;
        _sleeping = false;
        return wake;
    }

    private Task<bool> WaitOutside_NeedsLock(WorkItem item, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<bool>(cancellationToken);
        var waiting = new Waiting(item);
        var place = _outside.AddLast(waiting);
        waiting.GiveUpBy(() => Leave(place, cancellationToken), cancellationToken);
        return waiting.Answered;
    }

    private void Leave(LinkedListNode<Waiting> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is null)
                return;
            _outside.Remove(place);
        }
        place.Value.Cancel(cancellationToken);
    }

    /// <summary>A caller outside.</summary>
    private sealed class Waiting(WorkItem item)
    {
        private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationTokenRegistration _givesUp;

        public WorkItem Item => item;

        public Task<bool> Answered => _answer.Task;

        public void GiveUpBy(Action leave, CancellationToken cancellationToken) => _givesUp = cancellationToken.UnsafeRegister(_ => leave(), null);

        public void Answer(bool taken)
        {
            // Not disposed, which would wait for a callback that waits for the lock.
            _givesUp.Unregister();
            _answer.TrySetResult(taken);
        }

        public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
    }
}
