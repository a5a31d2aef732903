using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Drover.Kernel.Events;

/// <summary>Hands signals to subscribers. One that reads too slowly stays, and misses the oldest.</summary>
/// <param name="kinds">The declared kinds by name.</param>
/// <param name="backlog">Signals that may wait for a subscriber.</param>
/// <param name="clock">Says when a signal was published.</param>
public sealed class SignalHub(IReadOnlyDictionary<string, SignalKind> kinds, int backlog, TimeProvider clock)
{
    private readonly FrozenDictionary<string, SignalKind> _kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal);
    private ImmutableArray<SignalSubscription> _subscribers = [];

    /// <summary>Publishes a signal, from any thread and without waiting.</summary>
    /// <param name="kind">A declared kind.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="payload">Writes one JSON object; called only when somebody listens to this kind.</param>
    /// <exception cref="InvalidOperationException">No domain has declared this kind.</exception>
    public void Publish(string kind, string subject, Action<Utf8JsonWriter> payload)
    {
        if (!_kinds.TryGetValue(kind, out var declared))
            throw new InvalidOperationException($"The signal kind '{kind}' is not declared: the domain that publishes it has to name it with DomainBuilder.Signal.");
        Signal? whole = null, reduced = null;
        foreach (var subscriber in _subscribers)
        {
            if (!subscriber.Wants(kind))
                continue;
            whole ??= new Signal(kind, subject, Timestamp.From(clock), RawJson.Write(payload));
            subscriber.Offer(subscriber.SeesAll(kind) ? whole : (reduced ??= whole with { Payload = declared.Reduce(whole.Payload) }));
        }
    }

    /// <summary>Subscribes from the next signal on. Dispose to leave.</summary>
    /// <param name="caller">Who listens.</param>
    /// <param name="wanted">Kinds to hear of; null for all that the caller may hear of.</param>
    /// <exception cref="NotAllowedException">Nothing of one of these kinds is for the caller.</exception>
    public SignalSubscription Subscribe(Caller caller, IReadOnlyCollection<string>? wanted = null)
    {
        foreach (var kind in wanted ?? [])
            if (_kinds.TryGetValue(kind, out var declared) && !declared.IsFor(caller))
                throw new NotAllowedException(caller, new Permission(AccessAction.Inspect, Protected.Signal, kind));
        var heard = (wanted ?? _kinds.Keys).Where(kind => _kinds.TryGetValue(kind, out var declared) && declared.IsFor(caller));
        var subscription = new SignalSubscription(caller, heard.ToFrozenSet(StringComparer.Ordinal), backlog, Remove);
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
