using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.Operations;

/// <summary>What an operation writes to the log of its job, on its way to the store. At most one command is on the way for it, and only so many
/// entries wait: an operation that writes faster than the disk takes it waits in <see cref="Add"/>. The writer never waits for an operation,
/// so that cannot end in a deadlock.</summary>
/// <param name="send">Hands a command to the writer.</param>
/// <param name="job">The job.</param>
/// <param name="opcode">Index of the opcode.</param>
/// <param name="limit">Entries that may wait.</param>
internal sealed class OperationLog(Action<AppendJobLog> send, long job, int opcode, int limit)
{
    private readonly object _gate = new();
    private readonly Queue<LogEntry> _waiting = new();
    private Decision? _turn;
    private int _taken;
    private bool _isOnItsWay;
    private bool _isClosed;

    /// <summary>Adds an entry; waits while too many wait already.</summary>
    public void Add(LogEntry entry)
    {
        lock (_gate)
        {
            while (_waiting.Count >= limit && !_isClosed)
                Monitor.Wait(_gate);
            if (_isClosed)
            {
                entry.Durable?.TrySetCanceled();
                return;
            }
            _waiting.Enqueue(entry);
            if (_isOnItsWay)
                return;
            _isOnItsWay = true;
        }
        send(new AppendJobLog(this, job, opcode));
    }

    /// <summary>What waits and was not taken in this turn yet, in order. It stays until it is durable: a turn that fails is another turn.</summary>
    public LogEntry[] Take(Decision turn)
    {
        lock (_gate)
        {
            var taken = ReferenceEquals(_turn, turn) ? _taken : 0;
            (_turn, _taken) = (turn, _waiting.Count);
            return [.. _waiting.Skip(taken)];
        }
    }

    /// <summary>The first <paramref name="count"/> entries are durable.</summary>
    public void Recorded(int count)
    {
        lock (_gate)
        {
            for (; count > 0 && _waiting.TryDequeue(out var entry); count--)
                entry.Durable?.TrySetResult();
            _turn = null;
            Monitor.PulseAll(_gate);
            _isOnItsWay = _waiting.Count > 0;
            if (!_isOnItsWay)
                return;
        }
        send(new AppendJobLog(this, job, opcode));
    }

    /// <summary>The operation has returned, or nobody takes entries any more: whoever waits goes on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var entry in _waiting)
                entry.Durable?.TrySetCanceled();
            Monitor.PulseAll(_gate);
        }
    }
}

/// <summary>An entry as an operation wrote it.</summary>
/// <param name="Type">Log type, such as <c>message</c>.</param>
/// <param name="Content">One JSON value.</param>
/// <param name="Durable">Who waits until it is on the disk; null for nobody.</param>
internal readonly record struct LogEntry(string Type, RawJson Content, TaskCompletionSource? Durable = null);
