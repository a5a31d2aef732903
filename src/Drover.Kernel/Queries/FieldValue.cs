using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>One cell: a status, and a typed value when the status is <see cref="CellStatus.Normal"/>. Holds the common types without boxing.
/// The default value is a normal null.</summary>
public readonly partial struct FieldValue : IEquatable<FieldValue>
{
    private readonly object? _object;
    private readonly long _bits;
    private readonly byte _status;

    private FieldValue(ValueShape shape, long bits, object? reference)
    {
        Shape = shape;
        _bits = bits;
        _object = reference;
    }

    private FieldValue(CellStatus status) => _status = (byte)status;

    /// <summary>A normal null; only fields of kind <see cref="FieldKind.Other"/> may have it.</summary>
    public static FieldValue Null => default;

    /// <summary>The cell of a field that there is not.</summary>
    public static FieldValue Unknown => new(CellStatus.Unknown);

    /// <summary>There is no value.</summary>
    public static FieldValue NoData => new(CellStatus.NoData);

    /// <summary>A value that the thing does not have.</summary>
    public static FieldValue Unavailable => new(CellStatus.Unavailable);

    /// <summary>A value that cannot be had while the node is offline.</summary>
    public static FieldValue Offline => new(CellStatus.Offline);

    /// <summary>What kind of answer the cell is.</summary>
    public CellStatus Status => (CellStatus)_status;

    /// <summary>Whether it has a value.</summary>
    public bool IsNormal => _status == 0;

    /// <summary>The type of the value; of no meaning where there is none.</summary>
    public ValueShape Shape { get; }

    /// <summary>A truth value.</summary>
    public static FieldValue Of(bool value) => new(ValueShape.Bool, value ? 1 : 0, null);

    /// <summary>A whole number.</summary>
    public static FieldValue Of(long value) => new(ValueShape.Integer, value, null);

    /// <summary>A number; one that is not finite cannot be written and becomes <see cref="NoData"/>.</summary>
    public static FieldValue Of(double value) =>
        double.IsFinite(value) ? new(ValueShape.Float, BitConverter.DoubleToInt64Bits(value), null) : NoData;

    /// <summary>A text; null is a normal null.</summary>
    public static FieldValue Of(string? value) => value is null ? default : new(ValueShape.Text, 0, value);

    /// <summary>A list of texts. The list must not change afterwards.</summary>
    public static FieldValue Of(IReadOnlyList<string> values) => new(ValueShape.TextList, 0, values);

    /// <summary>A moment in the two-element form <c>[seconds, microseconds]</c> of jobs.</summary>
    public static FieldValue Split(Timestamp moment) => new(ValueShape.Split, moment.Microseconds, null);

    /// <summary>A moment as seconds since the epoch with their fraction, for fields of kind <see cref="FieldKind.Timestamp"/>.</summary>
    public static FieldValue Seconds(Timestamp moment) => Of(moment.UnixSeconds);

    /// <summary>Any value as JSON text in UTF-8, which is written as it is: it must be valid.</summary>
    public static FieldValue Json(ReadOnlyMemory<byte> json)
    {
        if (!MemoryMarshal.TryGetArray(json, out var segment)) segment = new ArraySegment<byte>(json.ToArray());
        return new(ValueShape.Json, ((long)segment.Offset << 32) | (uint)segment.Count, segment.Array);
    }

    /// <summary>The value as a cell.</summary>
    public static implicit operator FieldValue(bool value) => Of(value);

    /// <summary>The value as a cell.</summary>
    public static implicit operator FieldValue(long value) => Of(value);

    /// <summary>The value as a cell.</summary>
    public static implicit operator FieldValue(double value) => Of(value);

    /// <summary>The value as a cell.</summary>
    public static implicit operator FieldValue(string? value) => Of(value);

    /// <summary>Whether both are the same cell.</summary>
    public static bool operator ==(FieldValue left, FieldValue right) => left.Equals(right);

    /// <summary>Whether they are different cells.</summary>
    public static bool operator !=(FieldValue left, FieldValue right) => !left.Equals(right);

    /// <summary>The text of a text; null for anything else.</summary>
    public string? AsText => Shape == ValueShape.Text ? Text : null;

    internal bool Bool => _bits != 0;

    internal long Integer => _bits;

    internal double Float => BitConverter.Int64BitsToDouble(_bits);

    internal string Text => (string)_object!;

    internal IReadOnlyList<string> Texts => (IReadOnlyList<string>)_object!;

    internal Timestamp Moment => new(_bits);

    internal ReadOnlyMemory<byte> RawJson => new((byte[]?)_object, (int)(_bits >> 32), (int)_bits);

    /// <summary>Writes the value alone; null when the status is not normal.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Shape)
        {
            case ValueShape.Bool: writer.WriteBooleanValue(Bool); break;
            case ValueShape.Integer: writer.WriteNumberValue(_bits); break;
            case ValueShape.Float: writer.WriteNumberValue(Float); break;
            case ValueShape.Text: writer.WriteStringValue(Text); break;
            case ValueShape.Split: Moment.WriteTo(writer); break;
            case ValueShape.Json: writer.WriteRawValue(RawJson.Span, skipInputValidation: true); break;
            case ValueShape.TextList:
                writer.WriteStartArray();
                var texts = Texts;
                for (var i = 0; i < texts.Count; i++) writer.WriteStringValue(texts[i]);
                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>The value as compact JSON; the status' name when it is not normal.</summary>
    public override string ToString()
    {
        if (!IsNormal) return $"({Status})";
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>Types of values.</summary>
public enum ValueShape : byte
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Float,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Texts in order.</summary>
    TextList,

    /// <summary>A moment as <c>[seconds, microseconds]</c>.</summary>
    Split,

    /// <summary>Any JSON.</summary>
    Json,
}
