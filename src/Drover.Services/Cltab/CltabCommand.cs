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
    private static readonly SearchValues<char> Metacharacters = SearchValues.Create("$&*(){}[]'\";\\|?<>~`\n");

    /// <summary>The bytes to be executed, exactly as in the file, without an ending zero.</summary>
    public byte[] ToBytes() => Encode(Text);

    /// <summary>The bytes of a part of the command, such as one of <see cref="Words"/>.</summary>
    public byte[] Encode(string part) => (IsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(part);

    /// <summary>
    /// Whether the command goes to <c>/bin/sh -c</c>: it holds a shell metacharacter, begins with an assignment (<c>A=b cmd</c>), or with
    /// <c>exec</c> or <c>.</c> and a blank. Otherwise its <see cref="Words"/> are executed directly, with a search in PATH.
    /// </summary>
    public bool NeedsShell => Text.AsSpan().ContainsAny(Metacharacters) || BeginsLikeShell(Text.TrimStart(' ', '\t'));

    /// <summary>The command split at blanks; only of use if it needs no shell.</summary>
    public ImmutableArray<string> Words => [.. Text.Split([' ', '\t', '\f', '\v'], StringSplitOptions.RemoveEmptyEntries)];

    public override string ToString() => Text;

    private static bool BeginsLikeShell(string text)
    {
        if (text.StartsWith(". ", StringComparison.Ordinal) || text.StartsWith("exec ", StringComparison.Ordinal))
            return true;
        var name = 0;
        while (name < text.Length && (char.IsAsciiLetterOrDigit(text[name]) || text[name] == '_'))
            name++;
        return name > 0 && name < text.Length && text[name] == '=';
    }
}
