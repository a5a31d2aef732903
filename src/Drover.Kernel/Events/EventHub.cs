using System.Collections.Immutable;
using System.Threading.Channels;
using Drover.Kernel.Journal;

namespace Drover.Kernel.Events;

/// <summary>Hands committed records to subscribers. One that reads too slowly is dropped, not waited for.</summary>
public sealed class EventHub(int backlog)
{
    private ImmutableArray<(Channel<JournalRecord> Channel, Func<JournalRecord, bool>? Wanted)> _subscribers = [];
    private volatile bool _isClosed;

    /// <summary>Subscribes from the next commit on. Dispose to leave.</summary>
    /// <param name="wanted">Which records are handed over; all without it. Asked on the writer's thread, so that nobody is woken for what
    /// does not matter to him: it must be quick and must not throw.</param>
    public EventSubscription Subscribe(Func<JournalRecord, bool>? wanted = null)
    {
        var channel = Channel.CreateBounded<JournalRecord>(new BoundedChannelOptions(backlog)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add((channel, wanted)));
        // Who comes after the last record finds the end at once; looked at after the place is taken, so that nobody slips between.
        if (_isClosed)
            channel.Writer.TryComplete();
        return new EventSubscription(channel.Reader, () => Remove(channel));
    }

    /// <summary>How many subscribers there are.</summary>
    public int Count => _subscribers.Length;

    internal void Publish(List<JournalRecord> records)
    {
        if (records.Count == 0)
            return;
        foreach (var (channel, wanted) in _subscribers)
            foreach (var record in records)
                if ((wanted is null || wanted(record)) && !channel.Writer.TryWrite(record))
                {
                    channel.Writer.TryComplete(new DroverException("SUBSCRIBER_TOO_SLOW",
                        $"More than {backlog} events were waiting to be read; subscribe again from the last one you saw."));
                    Remove(channel);
                    break;
                }
    }

    internal void Close()
    {
        _isClosed = true;
        foreach (var (channel, _) in _subscribers)
            channel.Writer.TryComplete();
        _subscribers = [];
    }

    private void Remove(Channel<JournalRecord> channel)
    {
        channel.Writer.TryComplete();
        ImmutableInterlocked.Update(ref _subscribers, list => list.RemoveAll(subscriber => subscriber.Channel == channel));
    }
}

/// <summary>A place in the live stream.</summary>
public sealed class EventSubscription(ChannelReader<JournalRecord> records, Action leave) : IDisposable
{
    /// <summary>Records in order. Ends when the daemon stops, or with an error when the reader was too slow.</summary>
    public ChannelReader<JournalRecord> Records { get; } = records;

    /// <inheritdoc/>
    public void Dispose() => leave();
}
