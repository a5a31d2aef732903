using System.Text;
using System.Text.Unicode;

namespace Drover.Storable;

/// <summary>A string: bytes, and whether Perl holds it as characters (then the bytes are UTF-8).</summary>
public sealed class StorableText(ReadOnlyMemory<byte> bytes, bool isCharacters) : StorableValue
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
