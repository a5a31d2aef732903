using System.Collections.Concurrent;

namespace Drover.NodeAgent.Connecting;

/// <summary>Calls that are being answered, so that what only looks ends when nobody waits for it any more. Orders are carried out to their end.</summary>
internal sealed class CallTable
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _looks = new();

    /// <summary>A call begins.</summary>
    public CancellationTokenSource Begin(long id, bool isLook, CancellationToken connection)
    {
        if (!isLook)
            return new CancellationTokenSource();
        return _looks[id] = CancellationTokenSource.CreateLinkedTokenSource(connection);
    }

    /// <summary>A call has ended.</summary>
    public void End(long id) => _looks.TryRemove(id, out _);

    /// <summary>Nobody waits for a call.</summary>
    public void GiveUp(long id)
    {
        if (!_looks.TryRemove(id, out var look))
            return;
        try
        {
            look.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has been answered this moment.
        }
    }
}
