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

    /// <summary>The hash before the first record: all zero.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[HashLength];

    /// <summary>Computes the hash of a record that follows a record with hash <paramref name="previous"/>.</summary>
    public static byte[] Next(
        ReadOnlySpan<byte> previous, long sequence, Timestamp time, string actor, string kind, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, sequence);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64LittleEndian(number, time.Microseconds);
        hash.AppendData(number);
        AppendWithLength(hash, Encoding.UTF8.GetBytes(actor));
        AppendWithLength(hash, Encoding.UTF8.GetBytes(kind));
        AppendWithLength(hash, payload);
        return hash.GetHashAndReset();
    }

    private static void AppendWithLength(IncrementalHash hash, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        hash.AppendData(length);
        hash.AppendData(data);
    }
}
