using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Drover.Kernel.Journal;

/// <summary>
/// Links every record to the one before it: SHA-256 over the previous hash, the sequence number and the time
/// (64 bit, little endian), then actor, kind and payload, each led by its length (32 bit, little endian).
/// </summary>
public static class HashChain
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashLength = 32;

    private const int ShortRecord = 1024;

    /// <summary>The hash before the first record: all zero.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[HashLength];

    /// <summary>Makes the record that follows a record with hash <paramref name="previous"/>. It remembers which one that is, so that
    /// <see cref="IsNext"/> need not compute the hash again.</summary>
    /// <param name="previous">The hash of the record before.</param>
    /// <param name="payload">Must not change any more.</param>
    public static JournalRecord Link(
        ReadOnlyMemory<byte> previous, long sequence, Timestamp time, string actor, string kind, ReadOnlyMemory<byte> payload) =>
        new(sequence, time, actor, kind, payload, Next(previous.Span, sequence, time, actor, kind, payload.Span)) { Previous = previous };

    /// <summary>Whether a record's hash follows from the hash of the record before and from what the record says. Computed, unless it was
    /// when the record was linked.</summary>
    public static bool IsNext(JournalRecord record, ReadOnlySpan<byte> previous) => record.Previous is { } linked
        ? linked.Span.SequenceEqual(previous)
        : record.Hash.Span.SequenceEqual(Next(previous, record.Sequence, record.Time, record.Actor, record.Kind, record.Payload.Span));

    /// <summary>Computes the hash of a record that follows a record with hash <paramref name="previous"/>.</summary>
    public static byte[] Next(
        ReadOnlySpan<byte> previous, long sequence, Timestamp time, string actor, string kind, ReadOnlySpan<byte> payload)
    {
        var length = previous.Length + (2 * sizeof(long)) + (3 * sizeof(int))
            + Encoding.UTF8.GetByteCount(actor) + Encoding.UTF8.GetByteCount(kind) + payload.Length;
        var rented = length > ShortRecord ? ArrayPool<byte>.Shared.Rent(length) : null;
        var data = rented is null ? stackalloc byte[ShortRecord] : rented;
        previous.CopyTo(data);
        var rest = data[previous.Length..];
        BinaryPrimitives.WriteInt64LittleEndian(rest, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], time.Microseconds);
        rest = AddText(rest[(2 * sizeof(long))..], actor);
        rest = AddText(rest, kind);
        BinaryPrimitives.WriteInt32LittleEndian(rest, payload.Length);
        payload.CopyTo(rest[sizeof(int)..]);
        var hash = SHA256.HashData(data[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static Span<byte> AddText(Span<byte> to, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(to, length);
        return to[(sizeof(int) + length)..];
    }
}
