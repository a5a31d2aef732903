using System.Text;

namespace Drover.Yaml.Tests;

/// <summary>Random texts: well-formed documents, pieces that mean something in YAML thrown together, and scalars on the border between two types.</summary>
internal sealed class RandomYaml(int seed)
{
    private static readonly string[] s_pieces =
    [
        "a", "b: ", "- ", "? ", ": ", "\n", "\n  ", "\n    ", " ", "{", "}", "[", "]", ", ", "\"", "'", "#", " # c", "&x ", "*x", "!!int ", "!!str ", "! ", "|", ">", "|-", ">+", "<<: ", "=", "010", "1:30", "yes",
        "1.5", "~", "\\n", "\\\"", "\\x41", "\\u00e9", "''", "---\n", "...\n", "%", "@", "é", "😀", "key: value\n", "list:\n- x\n- y\n", "k: |\n  text\n  more\n", "k: >\n  folded\n  text\n\n  par\n", "\t", "-", ":", "!!map ", "!!seq ", "http://h:80/p",
    ];

    private static readonly string[] s_scalars =
    [
        "yes", "on", "y", "010", "08", "0x1F", "0b11", "1_000", "+1", "-0", "12:30:45", "1:30", "1:90", "52:54:00:12:34:56", "190:20:30.15", "1e3", "1.0e+3", ".5", "-.5", "1.", ".inf", "-.INF", ".NaN", "1.10",
        "9223372036854775808", "2023-01-01", "2023-1-1 1:2:3", "2023-01-01T01:02:03.5Z", "2001-12-14 21:59:43.10 -5", "~", "null", "none", "", "=", "<<", "-", "a b", "a: b", "a #b", "#a", "é", "😀", "x\ny\n", "x\n\ny\n\n", " lead", "trail ",
        "\ttab", "a\tb", "q\"uote", "it's", "\\", "\0", "\u001b[0m", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "line\n  more\n", "\n", "\n\n", "a\n", "a\n \nb", "a \nb", "%a", "@a", "`a", "!a", "&a", "*a", "|", ">", "[a", "{a", "a]", "a, b", "?", "? a", "- a", "--- a", "...", "-a", "key:", ":key", "0.1", "1e22", "0o10", "_1", "NO", "Null",
    ];

    private readonly Random _random = new(seed);

    public string Soup() => string.Concat(Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Pick(s_pieces)));

    /// <summary>Characters that make numbers, dates and words, in an order that is often wrong.</summary>
    public string Borderline()
    {
        var alphabet = Pick(["0123456789_.", "01_:.-+eE", "0xXbBoO1aF_", "2023-01 :.TtZ+5", "yesnoYESNO", ".infNaN-+", "nulLtrueTRfals~"]);
        return string.Concat(Enumerable.Range(0, _random.Next(1, 11)).Select(_ => alphabet[_random.Next(alphabet.Length)]));
    }

    /// <summary>A value of any shape with at most some levels.</summary>
    public YamlNode Value(int levels = 4) => _random.Next(levels > 0 ? 8 : 5) switch
    {
        5 => new YamlList([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(levels - 1))]),
        6 or 7 => new YamlMap([.. Enumerable.Range(0, _random.Next(5)).Select(_ => new YamlEntry(Scalar(), Value(levels - 1)))]),
        _ => Scalar(),
    };

    private YamlScalar Scalar() => _random.Next(12) switch
    {
        0 => YamlScalar.None,
        1 => YamlScalar.Of(_random.Next(2) == 0),
        2 => YamlScalar.Of(new System.Numerics.BigInteger(_random.NextInt64()) * (_random.Next(3) == 0 ? _random.NextInt64() : -1)),
        3 => YamlScalar.Of(BitConverter.Int64BitsToDouble(_random.NextInt64())),
        4 => YamlScalar.Of(_random.Next(100) / 4.0),
        5 => new YamlScalar(YamlScalarKind.Date, new DateOnly(2023, _random.Next(1, 13), 5), ""),
        6 => new YamlScalar(YamlScalarKind.Time, new YamlTime(new DateTime(2023, 1, 1, 2, 3, 4).AddMicroseconds(_random.Next(2) * 250), _random.Next(2) == 0 ? null : TimeSpan.FromMinutes(_random.Next(-300, 300))), ""),
        7 => new YamlScalar(YamlScalarKind.Bytes, Encoding.UTF8.GetBytes(Pick(s_scalars)), ""),
        8 => YamlScalar.Of(string.Concat(Enumerable.Repeat(Pick(s_scalars), _random.Next(1, 60)))),
        9 => YamlScalar.Of(Pick(s_scalars) + Pick(s_scalars)),
        _ => YamlScalar.Of(Pick(s_scalars)),
    };

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
