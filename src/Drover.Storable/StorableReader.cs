using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Drover.Storable;

/// <summary>Reads what Perl's <c>nfreeze</c> wrote, for the few tags of this wire. Counts are believed only as far as there are bytes
/// for them, so what a message costs is bounded by its length.</summary>
public ref struct StorableReader
{
    /// <summary>How deep values may stand in one another. A request needs three.</summary>
    public const int DeepestNesting = 16;

    /// <summary>Values of one message. A request has five.</summary>
    public const int MostValues = 4096;

    // A value stands here under its number from the moment it begins: null while it is not complete.
    private readonly List<StorableValue?> _seen = [];
    private ReadOnlySpan<byte> _rest;

    private StorableReader(ReadOnlySpan<byte> body) => _rest = body;

    /// <summary>Reads a whole body.</summary>
    /// <exception cref="InvalidDataException">It is no such message; the text says what was found.</exception>
    public static StorableArray Read(ReadOnlySpan<byte> body)
    {
        var reader = new StorableReader(body);
        if (reader.Byte() != StorableTag.NetworkOrder)
            throw new InvalidDataException("the body is not in Storable's network order, major version 2");
        _ = reader.Byte();
        var root = reader.Value(0) as StorableArray ?? throw new InvalidDataException("the root of the body is not an array");
        return reader._rest.IsEmpty ? root : throw new InvalidDataException($"{reader._rest.Length} bytes follow the root array");
    }

    private StorableValue Value(int depth)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException($"values are nested more than {DeepestNesting} deep");
        var tag = Byte();
        if (tag == StorableTag.BackReference)
            return Earlier(Count());

        var number = _seen.Count;
        if (number == MostValues)
            throw new InvalidDataException($"there are more than {MostValues} values");
        _seen.Add(null);
        StorableValue value = tag switch
        {
            StorableTag.Array => Array(depth),
            StorableTag.Hash => Hash(depth, flagged: false),
            StorableTag.FlaggedHash => Hash(depth, flagged: true),
            StorableTag.Reference => new StorableReference(Value(depth + 1)),
            StorableTag.ShortString => Text(Byte(), isCharacters: false),
            StorableTag.LongString => Text(Count(), isCharacters: false),
            StorableTag.ShortCharacters => Text(Byte(), isCharacters: true),
            StorableTag.LongCharacters => Text(Count(), isCharacters: true),
            StorableTag.SmallInteger => new StorableInteger(Byte() - 128),
            StorableTag.Integer => new StorableInteger(BinaryPrimitives.ReadInt32BigEndian(Bytes(4))),
            StorableTag.Undef or StorableTag.SharedUndef or StorableTag.UndefElement => StorableUndef.Instance,
            StorableTag.True => new StorableBoolean(true),
            StorableTag.False => new StorableBoolean(false),
            _ => throw new InvalidDataException($"the tag {tag:x2} is not one of this protocol"),
        };
        _seen[number] = value;
        return value;
    }

    private readonly StorableValue Earlier(int number)
    {
        if (number >= _seen.Count)
            throw new InvalidDataException($"a back reference names value {number}, which has not been sent");
        return _seen[number] ?? throw new InvalidDataException($"value {number} contains itself");
    }

    private StorableArray Array(int depth)
    {
        var count = Count();
        RequireBytes(count, each: 1);
        var items = new List<StorableValue>(Math.Min(count, MostValues));
        for (var i = 0; i < count; i++)
            items.Add(Value(depth + 1));
        return new StorableArray(items);
    }

    private StorableHash Hash(int depth, bool flagged)
    {
        if (flagged && Byte() is var flags && (flags & ~StorableTag.RestrictedHash) != 0)
            throw new InvalidDataException($"a hash has the unknown flags {flags:x2}");
        var count = Count();
        RequireBytes(count, each: 5);
        var pairs = new List<KeyValuePair<string, StorableValue>>(Math.Min(count, MostValues));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var value = Value(depth + 1);
            var key = Key(flagged ? Byte() : (byte)0);
            if (!keys.Add(key))
                throw new InvalidDataException("a hash has the same key twice");
            pairs.Add(new(key, value));
        }
        return new StorableHash(pairs);
    }

    private string Key(byte flags)
    {
        if ((flags & ~StorableTag.KnownKeyFlags) != 0)
            throw new InvalidDataException($"a key has the unknown flags {flags:x2}");
        var bytes = Bytes(Count());
        if ((flags & StorableTag.KeyIsCharacters) == 0)
            return StorableText.Decode(bytes);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new InvalidDataException("a key is not UTF-8 although it is marked so");
    }

    private StorableText Text(int length, bool isCharacters)
    {
        var bytes = Bytes(length);
        if (isCharacters && !Utf8.IsValid(bytes))
            throw new InvalidDataException("a string is not UTF-8 although it is marked so");
        return new StorableText(bytes.ToArray(), isCharacters);
    }

    private byte Byte() => Bytes(1)[0];

    private int Count() =>
        BinaryPrimitives.ReadUInt32BigEndian(Bytes(4)) is var count and <= int.MaxValue ? (int)count : throw Short();

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
            throw Short();
        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    private readonly void RequireBytes(int count, int each)
    {
        if ((long)count * each > _rest.Length)
            throw Short();
    }

    private static InvalidDataException Short() => new("the body ends too early");
}
