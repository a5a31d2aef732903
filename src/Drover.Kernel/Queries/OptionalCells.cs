namespace Drover.Kernel.Queries;

/// <summary>Cells of values that a thing may not have.</summary>
public static class OptionalCells
{
    /// <summary>A text, or "does not exist" for null.</summary>
    public static FieldValue OrUnavailable(this string? text) => text is null ? FieldValue.Unavailable : FieldValue.Of(text);

    /// <summary>A number, or "does not exist" for null.</summary>
    public static FieldValue OrUnavailable(this long? number) => number is { } value ? FieldValue.Of(value) : FieldValue.Unavailable;

    /// <summary>Seconds since the epoch, or "does not exist" for null.</summary>
    public static FieldValue OrUnavailable(this Timestamp? moment) => moment is { } value ? FieldValue.Seconds(value) : FieldValue.Unavailable;
}
