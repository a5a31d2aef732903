using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Drover.Kernel.Events;

/// <summary>Hands signals to subscribers. One that reads too slowly stays, and misses the oldest.</summary>
/// <param name="kinds">The declared kinds, each with one phrase that explains it.</param>
/// <param name="backlog">Signals that may wait for a subscriber.</param>
/// <param name="clock">Says when a signal was published.</param>
public sealed class SignalHub(IReadOnlyDictionary<string, string> kinds, int backlog, TimeProvider clock)
{
    private readonly FrozenDictionary<string, string> _kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal);
    private ImmutableArray<SignalSubscription> _subscribers = [];

    /// <summary>Publishes a signal, from any thread and without waiting.</summary>
    /// <param name="kind">A declared kind.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="payload">Writes one JSON object; called only when somebody listens to this kind.</param>
    /// <exception cref="InvalidOperationException">No domain has declared this kind.</exception>
    public void Publish(string kind, string subject, Action<Utf8JsonWriter> payload)
    {
        if (!_kinds.ContainsKey(kind))
            throw new InvalidOperationException($"The signal kind '{kind}' is not declared: the domain that publishes it has to name it with DomainBuilder.Signal.");
        Signal? signal = null;
        foreach (var subscriber in _subscribers)
            if (subscriber.Wants(kind))
                subscriber.Offer(signal ??= new Signal(kind, subject, Timestamp.From(clock), RawJson.Write(payload)));
    }

    /// <summary>Subscribes from the next signal on. Dispose to leave.</summary>
    /// <param name="wanted">Kinds to hear of; null for all.</param>
    public SignalSubscription Subscribe(IReadOnlyCollection<string>? wanted = null)
    {
        var subscription = new SignalSubscription(wanted?.ToFrozenSet(StringComparer.Ordinal), backlog, Remove);
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(subscription));
        return subscription;
    }

    internal void Close()
    {
        foreach (var subscriber in ImmutableInterlocked.InterlockedExchange(ref _subscribers, []))
            subscriber.End();
    }

    private void Remove(SignalSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscribers, list => list.Remove(subscription));
}
