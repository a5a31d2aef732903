using System.Numerics;

namespace Drover.Yaml;

/// <summary>When two keys are one, as a Python dictionary sees it: numbers and truth values by what they are worth, everything else by kind and value.</summary>
internal sealed class YamlKeyEquality : IEqualityComparer<YamlScalar>
{
    public static readonly YamlKeyEquality Instance = new();

    public bool Equals(YamlScalar? x, YamlScalar? y)
    {
        if (x is null || y is null)
            return ReferenceEquals(x, y);
        if (Whole(x) is { } left)
            return Whole(y) is { } right && left == right;
        return x.Kind == y.Kind && x.Kind switch
        {
            YamlScalarKind.None => true,
            // What is not a number equals itself here: the reader has one such value, and Python compares by identity first.
            YamlScalarKind.Float => x.Float.Equals(y.Float),
            YamlScalarKind.Text => x.Written == y.Written,
            YamlScalarKind.Date => x.Date == y.Date,
            YamlScalarKind.Time => x.Time == y.Time,
            YamlScalarKind.Bytes => x.Bytes.Span.SequenceEqual(y.Bytes.Span),
            _ => false,
        };
    }

    public int GetHashCode(YamlScalar key)
    {
        if (Whole(key) is { } whole)
            return whole.GetHashCode();
        switch (key.Kind)
        {
            case YamlScalarKind.Float: return key.Float.GetHashCode();
            case YamlScalarKind.Text: return StringComparer.Ordinal.GetHashCode(key.Written);
            case YamlScalarKind.Date: return key.Date.GetHashCode();
            case YamlScalarKind.Time: return key.Time.GetHashCode();
            case YamlScalarKind.Bytes:
                var hash = new HashCode();
                hash.AddBytes(key.Bytes.Span);
                return hash.ToHashCode();
            default: return 0;
        }
    }

    private static BigInteger? Whole(YamlScalar key) => key.Kind switch
    {
        YamlScalarKind.Bool => key.Bool ? BigInteger.One : BigInteger.Zero,
        YamlScalarKind.Int => key.Int,
        YamlScalarKind.Float when double.IsInteger(key.Float) => new BigInteger(key.Float),
        _ => null,
    };
}
