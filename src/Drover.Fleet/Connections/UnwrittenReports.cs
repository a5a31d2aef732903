using Drover.Nodes;

namespace Drover.Fleet.Connections;

/// <summary>Counts reports of a node that are not durable yet. An agent waits for that by itself; one that does not is not read on.</summary>
/// <param name="most">Bytes of reports beyond which nothing more is read.</param>
internal sealed class UnwrittenReports(long most)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Number, long Bytes)> _reports = [];
    private readonly Pulse _room = new();
    private long _last;
    private long _sum;

    /// <summary>A report has come. One that comes again is there already.</summary>
    public void Add(long number, long bytes)
    {
        lock (_gate)
        {
            if (number <= _last)
                return;
            _last = number;
            _reports.Enqueue((number, bytes));
            _sum += bytes;
        }
    }

    /// <summary>All is durable up to a number.</summary>
    public void Acknowledge(long number)
    {
        lock (_gate)
            while (_reports.TryPeek(out var first) && first.Number <= number)
                _sum -= _reports.Dequeue().Bytes;
        _room.Beat();
    }

    /// <summary>Waits until there is room for more.</summary>
    public async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var room = _room.Next;
            lock (_gate)
                if (_sum <= most)
                    return;
            await room.WaitAsync(cancellationToken);
        }
    }
}
