using System.Text.Json;

namespace Drover.Kernel.Queries;

public readonly partial struct FieldValue
{
    /// <summary>The same status, type and value. Numbers are equal across whole and fractional ones.</summary>
    public bool Equals(FieldValue other)
    {
        if (_status != other._status) return false;
        if (IsNumber && other.IsNumber) return CompareNumbers(this, other) == 0;
        if (Shape != other.Shape) return false;
        return Shape switch
        {
            ValueShape.Text => Text == other.Text,
            ValueShape.TextList => Texts.SequenceEqual(other.Texts),
            ValueShape.Json => RawJson.Span.SequenceEqual(other.RawJson.Span),
            _ => _bits == other._bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape switch
    {
        ValueShape.Integer => ((double)_bits).GetHashCode(),
        ValueShape.Float => Float.GetHashCode(),
        ValueShape.Text => Text.GetHashCode(StringComparison.Ordinal),
        ValueShape.TextList or ValueShape.Json => HashCode.Combine(Shape),
        _ => HashCode.Combine(_status, Shape, _bits),
    };

    /// <summary>Order of cells in sorted listings: values before cells without one; by type (null, bool, number, text, list, moment, JSON);
    /// within a type by value, texts in natural order.</summary>
    public static int Compare(FieldValue left, FieldValue right)
    {
        if (left._status != right._status) return left._status.CompareTo(right._status);
        left = left.Unwrap();
        right = right.Unwrap();
        if (left.IsNumber && right.IsNumber) return CompareNumbers(left, right);
        if (left.Shape != right.Shape) return left.Shape.CompareTo(right.Shape);
        return left.Shape switch
        {
            ValueShape.Text => NiceSort.Compare(left.Text, right.Text),
            ValueShape.TextList => CompareLists(left.Texts, right.Texts),
            ValueShape.Json => left.RawJson.Span.SequenceCompareTo(right.RawJson.Span),
            _ => left._bits.CompareTo(right._bits),
        };
    }

    internal bool IsNumber => Shape is ValueShape.Integer or ValueShape.Float;

    internal double AsDouble => Shape == ValueShape.Float ? Float : _bits;

    internal static int CompareNumbers(in FieldValue left, in FieldValue right) =>
        left.Shape == ValueShape.Integer && right.Shape == ValueShape.Integer
            ? left._bits.CompareTo(right._bits)
            : left.AsDouble.CompareTo(right.AsDouble);

    /// <summary>A JSON scalar as the typed value that it stands for; anything else as it is.</summary>
    internal FieldValue Unwrap()
    {
        if (Shape != ValueShape.Json) return this;
        var reader = new Utf8JsonReader(RawJson.Span);
        return reader.Read() && ReadScalar(ref reader) is { } scalar ? scalar : this;
    }

    /// <summary>The scalar under the reader, or null when it stands at a list or an object.</summary>
    internal static FieldValue? ReadScalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => Null,
        JsonTokenType.True => Of(true),
        JsonTokenType.False => Of(false),
        JsonTokenType.String => Of(reader.GetString()),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? Of(whole) : Of(reader.GetDouble()),
        _ => (FieldValue?)null, // a plain null would convert to a normal null value
    };

    private static int CompareLists(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
            if (NiceSort.Compare(left[i], right[i]) is var order and not 0) return order;
        return left.Count.CompareTo(right.Count);
    }
}
