using System.Buffers.Binary;
using Drover.Kernel.Journal;

namespace Drover.Storage.Integrity;

/// <summary>Content of the head file: the last commit and the last journal record, with a checksum.</summary>
internal sealed record HeadRecord(long Commits, long Sequence, ReadOnlyMemory<byte> Hash)
{
    /// <summary>Length of the file in bytes.</summary>
    internal const int Length = 64;

    private const int HashStart = 24, CheckStart = HashStart + HashChain.HashLength, Covered = CheckStart;

    private static ReadOnlySpan<byte> Magic => "DROVHED1"u8;

    internal void WriteTo(Span<byte> target)
    {
        target[..Length].Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Commits);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Sequence);
        Hash.Span.CopyTo(target[HashStart..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[CheckStart..], CheckOf(target));
    }

    /// <summary>The record, or null when the bytes are not one.</summary>
    internal static HeadRecord? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckStart..]) != CheckOf(bytes))
            return null;
        return new HeadRecord(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            bytes.Slice(HashStart, HashChain.HashLength).ToArray());
    }

    private static uint CheckOf(ReadOnlySpan<byte> bytes)
    {
        var check = new Checksum();
        check.Add(bytes[..Covered]);
        return check.Value;
    }
}
