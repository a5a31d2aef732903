using System.Text;
using System.Text.Unicode;

namespace Drover.ClusterInit.Storable;

/// <summary>A value as Perl's Storable sends it. The kinds below are all that this wire knows.</summary>
internal abstract class StorableValue;

/// <summary>Perl's undef.</summary>
internal sealed class StorableUndef : StorableValue
{
    public static StorableUndef Instance { get; } = new();
}

/// <summary>Perl's own true and false.</summary>
internal sealed class StorableBoolean(bool value) : StorableValue
{
    public bool Value { get; } = value;
}

/// <summary>An integer of 32 bits; Perl sends larger numbers and fractions as decimal text.</summary>
internal sealed class StorableInteger(int value) : StorableValue
{
    public int Value { get; } = value;
}

/// <summary>A string: bytes, and whether Perl holds it as characters (then the bytes are UTF-8).</summary>
internal sealed class StorableText(ReadOnlyMemory<byte> bytes, bool isCharacters) : StorableValue
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public bool IsCharacters { get; } = isCharacters;

    /// <summary>The string as text: UTF-8 where the bytes are that, else one character a byte, as Perl takes them.</summary>
    public string Text { get; } = Decode(bytes.Span);

    /// <summary>A text of ours; marked as characters only when asked for and when it is more than ASCII.</summary>
    public static StorableText Of(string text, bool asCharacters = false) =>
        new(Encoding.UTF8.GetBytes(text), asCharacters && !Ascii.IsValid(text));

    public static string Decode(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}

/// <summary>A reference to another value.</summary>
internal sealed class StorableReference(StorableValue target) : StorableValue
{
    public StorableValue Target { get; } = target;
}

/// <summary>An array.</summary>
internal sealed class StorableArray(IReadOnlyList<StorableValue> items) : StorableValue
{
    public IReadOnlyList<StorableValue> Items { get; } = items;
}

/// <summary>A hash; its pairs keep the order in which they are sent.</summary>
internal sealed class StorableHash(IReadOnlyList<KeyValuePair<string, StorableValue>> pairs) : StorableValue
{
    public IReadOnlyList<KeyValuePair<string, StorableValue>> Pairs { get; } = pairs;

    /// <summary>The value of a key, or null when there is none.</summary>
    public StorableValue? Find(string key)
    {
        foreach (var (name, value) in Pairs)
        {
            if (name == key)
                return value;
        }
        return null;
    }
}
