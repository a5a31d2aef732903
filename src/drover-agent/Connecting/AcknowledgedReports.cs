using Drover.Nodes;

namespace Drover.NodeAgent.Connecting;

/// <summary>Up to which report a master has said, over one connection, that it has them.</summary>
internal sealed class AcknowledgedReports
{
    private readonly Lock _gate = new();
    private readonly Pulse _more = new();
    private long _upTo;

    /// <summary>The master has those up to a number.</summary>
    public void Take(long number)
    {
        lock (_gate)
            _upTo = Math.Max(_upTo, number);
        _more.Beat();
    }

    /// <summary>Waits until it has those up to a number.</summary>
    public async Task AtLeastAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var more = _more.Next;
            lock (_gate)
                if (_upTo >= number)
                    return;
            await more.WaitAsync(cancellationToken);
        }
    }
}
