using System.Text;

namespace Drover.Cli.Live;

/// <summary>Reads keys out of what a terminal sends: UTF-8, and the sequences of ECMA-48 and xterm for keys without a character.</summary>
internal static class KeyDecoder
{
    private const byte Escape = 0x1b;

    private static readonly (string Sequence, KeyKind Kind)[] s_sequences =
    [
        ("[A", KeyKind.Up), ("OA", KeyKind.Up), ("[B", KeyKind.Down), ("OB", KeyKind.Down), ("[5~", KeyKind.PageUp), ("[6~", KeyKind.PageDown),
        ("[C", KeyKind.Right), ("OC", KeyKind.Right), ("[D", KeyKind.Left), ("OD", KeyKind.Left), ("[3~", KeyKind.Delete), ("[Z", KeyKind.BackTab),
        ("[H", KeyKind.Home), ("OH", KeyKind.Home), ("[1~", KeyKind.Home), ("[F", KeyKind.End), ("OF", KeyKind.End), ("[4~", KeyKind.End),
    ];

    public static List<Key> Decode(ReadOnlySpan<byte> input)
    {
        var keys = new List<Key>();
        while (!input.IsEmpty)
        {
            var (key, length) = input[0] == Escape ? AfterEscape(input) : Character(input);
            if (key is { } pressed)
                keys.Add(pressed);
            input = input[length..];
        }

        return keys;
    }

    private static (Key?, int) AfterEscape(ReadOnlySpan<byte> input)
    {
        if (input.Length == 1 || input[1] is not ((byte)'[' or (byte)'O'))
            return (new Key(KeyKind.Escape), 1);
        // A sequence ends with a byte from @ on; those that mean nothing here are passed over whole.
        var length = 2;
        while (length < input.Length && input[length] < (byte)'@')
            length++;
        length = Math.Min(length + 1, input.Length);
        var sequence = Encoding.Latin1.GetString(input[1..length]);
        foreach (var (known, kind) in s_sequences)
        {
            if (known == sequence)
                return (new Key(kind), length);
        }

        return (null, length);
    }

    private static (Key?, int) Character(ReadOnlySpan<byte> input)
    {
        Rune.DecodeFromUtf8(input, out var rune, out var length);
        Key? key = rune.Value switch
        {
            '\r' or '\n' => new Key(KeyKind.Enter),
            0x7f or 0x08 => new Key(KeyKind.Backspace),
            '\t' => new Key(KeyKind.Tab),
            >= 1 and <= 26 and var control => Key.Control((char)('a' + control - 1)),
            < ' ' => null,
            _ => new Key(KeyKind.Text, rune.ToString()),
        };
        return (key, length);
    }
}
