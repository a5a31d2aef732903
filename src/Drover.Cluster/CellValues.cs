using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Cluster;

/// <summary>Cells out of what the cluster's objects hold.</summary>
internal static class CellValues
{
    public static FieldValue Cell(this RawJson value) => value.HasValue ? FieldValue.Json(value.Utf8) : FieldValue.Null;

    /// <summary>A parameter out of an object of parameters; one that is not there does not exist.</summary>
    public static FieldValue Parameter(RawJson parameters, string key)
    {
        using var document = JsonDocument.Parse(parameters.Utf8);
        if (!document.RootElement.TryGetProperty(key, out var value))
            return FieldValue.Unavailable;
        return value.ValueKind switch
        {
            JsonValueKind.True => FieldValue.Of(true),
            JsonValueKind.False => FieldValue.Of(false),
            JsonValueKind.Number when value.TryGetInt64(out var number) => FieldValue.Of(number),
            JsonValueKind.Number => FieldValue.Of(value.GetDouble()),
            JsonValueKind.String => FieldValue.Of(value.GetString()),
            _ => RawJson.From(value).Cell(),
        };
    }

    /// <summary>A list of texts, some of which may be null.</summary>
    public static FieldValue TextsOrNulls(IEnumerable<string?> texts) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }).Cell();

    /// <summary>A list of numbers, some of which may be null.</summary>
    public static FieldValue NumbersOrNulls(IEnumerable<long?> numbers) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var number in numbers)
            if (number is { } value)
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        writer.WriteEndArray();
    }).Cell();

    /// <summary>The fields that all objects have.</summary>
    public static FieldTable<TRow> AddCommon<TRow>(this FieldTable<TRow> table, Func<TRow, ConfigObject> of) where TRow : notnull => table
        .Add("name", r => of(r).Name)
        .AddRecord(of);

    /// <summary>The fields that all objects have beside a name. A row may stand for something that is no object.</summary>
    public static FieldTable<TRow> AddRecord<TRow>(this FieldTable<TRow> table, Func<TRow, ConfigObject?> of) where TRow : notnull => table
        .Add("uuid", r => of(r)?.Uuid is { } uuid ? uuid : FieldValue.Null)
        .Add("ctime", r => of(r) is { } it ? FieldValue.Seconds(it.Created) : FieldValue.Null)
        .Add("mtime", r => of(r) is { } it ? FieldValue.Seconds(it.Changed) : FieldValue.Null)
        .Add("serial_no", r => of(r) is { } it ? it.SerialNo : FieldValue.Null)
        .Add("tags", r => of(r) is { } it ? FieldValue.Of(it.Tags) : FieldValue.Null);

    /// <summary>Names in natural order.</summary>
    public static FieldValue Names(IEnumerable<ConfigObject> objects) =>
        FieldValue.Of((IReadOnlyList<string>)[.. objects.Select(o => o.Name).Order(Comparer<string>.Create(NiceSort.CompareTotal))]);
}
