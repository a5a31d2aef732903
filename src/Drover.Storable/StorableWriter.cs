using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Drover.Storable;

/// <summary>Writes values as Perl's <c>nfreeze</c> does, in the order in which they are given. A value that is used twice is sent twice.</summary>
public static class StorableWriter
{
    /// <summary>Writes a body: the two bytes of version, then the root array.</summary>
    public static void Write(IBufferWriter<byte> output, StorableArray root)
    {
        output.Write([StorableTag.NetworkOrder, StorableTag.Minor]);
        WriteValue(output, root);
    }

    private static void WriteValue(IBufferWriter<byte> output, StorableValue value)
    {
        switch (value)
        {
            case StorableUndef:
                output.Write([StorableTag.Undef]);
                break;
            case StorableBoolean boolean:
                output.Write([boolean.Value ? StorableTag.True : StorableTag.False]);
                break;
            case StorableInteger { Value: >= -128 and <= 127 and var small }:
                output.Write([StorableTag.SmallInteger, (byte)(small + 128)]);
                break;
            case StorableInteger integer:
                WriteTagged(output, StorableTag.Integer, (uint)integer.Value);
                break;
            case StorableText text:
                WriteText(output, text);
                break;
            case StorableReference reference:
                output.Write([StorableTag.Reference]);
                WriteValue(output, reference.Target);
                break;
            case StorableArray array:
                WriteTagged(output, StorableTag.Array, (uint)array.Items.Count);
                foreach (var item in array.Items)
                    WriteValue(output, item);
                break;
            case StorableHash hash:
                WriteHash(output, hash);
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no value of this wire.", nameof(value));
        }
    }

    private static void WriteText(IBufferWriter<byte> output, StorableText text)
    {
        var bytes = text.Bytes.Span;
        if (bytes.Length <= byte.MaxValue)
            output.Write([text.IsCharacters ? StorableTag.ShortCharacters : StorableTag.ShortString, (byte)bytes.Length]);
        else
            WriteTagged(output, text.IsCharacters ? StorableTag.LongCharacters : StorableTag.LongString, (uint)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteHash(IBufferWriter<byte> output, StorableHash hash)
    {
        var flagged = hash.Pairs.Any(pair => !Ascii.IsValid(pair.Key));
        if (flagged)
            output.Write([StorableTag.FlaggedHash, (byte)0]);
        else
            output.Write([StorableTag.Hash]);
        WriteCount(output, (uint)hash.Pairs.Count);
        foreach (var (key, value) in hash.Pairs)
        {
            WriteValue(output, value);
            if (flagged)
                output.Write([(byte)(Ascii.IsValid(key) ? 0 : StorableTag.KeyIsCharacters)]);
            var bytes = Encoding.UTF8.GetBytes(key);
            WriteCount(output, (uint)bytes.Length);
            output.Write(bytes);
        }
    }

    private static void WriteTagged(IBufferWriter<byte> output, byte tag, uint count)
    {
        output.Write([tag]);
        WriteCount(output, count);
    }

    private static void WriteCount(IBufferWriter<byte> output, uint count)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), count);
        output.Advance(4);
    }
}
