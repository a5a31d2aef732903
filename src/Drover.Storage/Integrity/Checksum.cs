using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Drover.Storage.Integrity;

/// <summary>CRC-32C over the fields of a row or file. SQLite keeps no checksum of database pages, so a flipped byte in a row
/// would otherwise be read back as if it had been written.</summary>
internal struct Checksum()
{
    private uint _crc = uint.MaxValue;

    internal readonly uint Value => ~_crc;

    internal void Add(long value) => _crc = BitOperations.Crc32C(_crc, (ulong)value);

    internal void Add(string value)
    {
        Add(value.Length);
        if (value.Length <= 256)
        {
            Span<byte> buffer = stackalloc byte[768];
            AddBytes(buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
        }
        else
        {
            AddBytes(Encoding.UTF8.GetBytes(value));
        }
    }

    internal void Add(ReadOnlySpan<byte> value)
    {
        Add(value.Length);
        AddBytes(value);
    }

    private void AddBytes(ReadOnlySpan<byte> value)
    {
        var crc = _crc;
        for (; value.Length >= 8; value = value[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(value));
        foreach (var one in value)
            crc = BitOperations.Crc32C(crc, one);
        _crc = crc;
    }
}
