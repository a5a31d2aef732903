using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Drover.Services.Cltab;

/// <summary>
/// The fifth field of a cltab line. The bytes of the file are kept: a line that is valid UTF-8 is held as such, any other as Latin-1,
/// and <see cref="ToBytes"/> gives back what was in the file.
/// </summary>
/// <param name="Text">The command for people.</param>
/// <param name="IsLatin1">Whether each character stands for one byte; otherwise the text stands for its UTF-8 bytes.</param>
public readonly record struct CltabCommand(string Text, bool IsLatin1 = false)
{
    private static readonly char[] s_blanks = [' ', '\t', '\r', '\f', '\v'];
    private static readonly SearchValues<char> s_metacharacters = SearchValues.Create("$&*(){}[]'\";\\|?<>~`\n");

    /// <summary>What is executed, each word with its bytes of the file and without an ending zero.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ToWords() => NeedsShell
        ? ["/bin/sh"u8.ToArray(), "-c"u8.ToArray(), ToBytes()]
        : [.. Words.Select(Encode)];

    /// <summary>The bytes of the command, exactly as in the file, without an ending zero.</summary>
    public byte[] ToBytes() => (IsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(Text);

    /// <summary>
    /// Whether the command goes to <c>/bin/sh -c</c>, by the rule of Perl's exec: it holds a shell metacharacter, begins with an assignment
    /// (<c>A=b cmd</c>), or with <c>exec</c> or <c>.</c> and a blank. Otherwise its <see cref="Words"/> are executed directly, with a search in PATH.
    /// </summary>
    public bool NeedsShell => Text.AsSpan().ContainsAny(s_metacharacters) || BeginsLikeShell(Text.TrimStart(s_blanks));

    /// <summary>The command split at blanks; only of use if it needs no shell.</summary>
    public ImmutableArray<string> Words => [.. Text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries)];

    public override string ToString() => Text;

    private ReadOnlyMemory<byte> Encode(string part) => (IsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(part);

    private static bool BeginsLikeShell(string text)
    {
        var first = text.AsSpan(0, Math.Max(0, text.IndexOfAny(s_blanks)));
        if (first is "." or "exec")
            return true;
        var name = 0;
        while (name < text.Length && (char.IsAsciiLetterOrDigit(text[name]) || text[name] == '_'))
            name++;
        return name > 0 && name < text.Length && text[name] == '=';
    }
}
