using System.Globalization;
using System.Numerics;

namespace Drover.Yaml;

/// <summary>A value without parts. The property of another kind than <see cref="Kind"/> throws <see cref="InvalidOperationException"/>.</summary>
public sealed class YamlScalar : YamlNode
{
    private readonly object? _value;

    internal YamlScalar(YamlScalarKind kind, object? value, string written, int line = 0, int column = 0) : base(line, column)
    {
        Kind = kind;
        _value = value;
        Written = written;
    }

    /// <summary>What the scalar stands for.</summary>
    public YamlScalarKind Kind { get; }

    /// <summary>The characters as the text has them, without quotes and with escapes resolved: <c>3.50</c> where <see cref="Float"/> is 3.5.</summary>
    public string Written { get; }

    /// <summary>The truth value.</summary>
    public bool Bool => Value<bool>(YamlScalarKind.Bool);

    /// <summary>The whole number.</summary>
    public BigInteger Int => Value<BigInteger>(YamlScalarKind.Int);

    /// <summary>The floating-point number.</summary>
    public double Float => Value<double>(YamlScalarKind.Float);

    /// <summary>The text.</summary>
    public string Text => Value<string>(YamlScalarKind.Text);

    /// <summary>The day.</summary>
    public DateOnly Date => Value<DateOnly>(YamlScalarKind.Date);

    /// <summary>The day with a time.</summary>
    public YamlTime Time => Value<YamlTime>(YamlScalarKind.Time);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => Value<byte[]>(YamlScalarKind.Bytes);

    /// <summary>Nothing.</summary>
    public static YamlScalar None { get; } = new(YamlScalarKind.None, null, "null");

    /// <summary>A text that was not read from a document.</summary>
    public static YamlScalar Of(string text) => new(YamlScalarKind.Text, text, text);

    /// <summary>A whole number that was not read from a document.</summary>
    public static YamlScalar Of(BigInteger number) => new(YamlScalarKind.Int, number, number.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Of(BigInteger)"/>
    public static YamlScalar Of(long number) => Of(new BigInteger(number));

    /// <summary>A truth value that was not read from a document.</summary>
    public static YamlScalar Of(bool value) => new(YamlScalarKind.Bool, value, value ? "true" : "false");

    /// <summary>A floating-point number that was not read from a document.</summary>
    public static YamlScalar Of(double number) => new(YamlScalarKind.Float, number, number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>What the text has.</summary>
    public override string ToString() => Written;

    private T Value<T>(YamlScalarKind kind) => Kind == kind ? (T)_value! : throw new InvalidOperationException($"The scalar {Written} is of kind {Kind}, not {kind}.");
}
