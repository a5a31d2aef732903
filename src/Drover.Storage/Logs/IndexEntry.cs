using System.Buffers.Binary;
using Drover.Storage.Integrity;

namespace Drover.Storage.Logs;

/// <summary>One entry of an index, 32 bytes: three numbers of 64 bits, little endian, and a checksum over them.</summary>
/// <param name="Offset">A place in the log.</param>
/// <param name="Line">Number of the line to which the byte there belongs.</param>
/// <param name="Time">When that byte was written; of an entry that was made again, when the file was last written.</param>
internal readonly record struct IndexEntry(long Offset, long Line, Timestamp Time)
{
    internal const int Size = 32;

    internal void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Line);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Time.Microseconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Check);
    }

    /// <summary>Reads an entry; null when its checksum does not fit.</summary>
    internal static IndexEntry? Read(ReadOnlySpan<byte> bytes)
    {
        var entry = new IndexEntry(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])));
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]) == entry.Check ? entry : null;
    }

    private long Check
    {
        get
        {
            var check = new Checksum();
            check.Add(Offset);
            check.Add(Line);
            check.Add(Time.Microseconds);
            return check.Value;
        }
    }
}
