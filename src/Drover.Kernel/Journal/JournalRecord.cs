namespace Drover.Kernel.Journal;

/// <summary>One committed happening: the unit of the journal.</summary>
/// <param name="Sequence">Position in the journal; the first record of a new state directory is 1, without gaps.</param>
/// <param name="Time">Journal time; never earlier than that of the record before.</param>
/// <param name="Actor">Who caused it: <c>uid:0</c>, <c>job:17</c>, <c>system</c>.</param>
/// <param name="Kind">Stable name of the event type, such as <c>job-submitted</c>.</param>
/// <param name="Payload">The event as UTF-8 JSON.</param>
/// <param name="Hash">32 bytes: see <see cref="HashChain"/>.</param>
public sealed record JournalRecord(
    long Sequence,
    Timestamp Time,
    string Actor,
    string Kind,
    ReadOnlyMemory<byte> Payload,
    ReadOnlyMemory<byte> Hash)
{
    /// <summary>A changed copy: for what it says nobody has computed the hash.</summary>
    private JournalRecord(JournalRecord original) =>
        (Sequence, Time, Actor, Kind, Payload, Hash) = (original.Sequence, original.Time, original.Actor, original.Kind, original.Payload, original.Hash);

    /// <summary>The hash that <see cref="Hash"/> was computed from; null when nobody has computed it here.</summary>
    internal ReadOnlyMemory<byte>? Previous { get; init; }
}
