using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>Rules of the calls that answer plain values, and of cells as 2.6 showed them.</summary>
internal static class OldForm
{
    public static LuxiErrorException UnknownFields(IEnumerable<string> names) =>
        new("OpPrereqError", $"Unknown output fields selected: {string.Join(", ", names)}", "wrong_input");

    /// <summary>Refuses fields that the resource does not have.</summary>
    /// <exception cref="LuxiErrorException">There are such fields.</exception>
    public static void RequireFields(Resource resource, IReadOnlyList<string> fields)
    {
        var missing = fields.Where(field => resource.FindDefinition(field) is null).ToArray();
        if (missing.Length > 0)
            throw UnknownFields(missing);
    }

    /// <summary>One value; in 2.6 a job's id is a text.</summary>
    public static void WriteCell(Utf8JsonWriter writer, string field, in FieldValue cell, bool is26)
    {
        if (is26 && field == "id" && cell.IsNormal)
            writer.WriteStringValue(cell.ToString());
        else
            cell.WriteTo(writer);
    }

    /// <summary>Rows of plain values.</summary>
    public static LuxiResult Values(QueryResult result, bool jobsOf26) => !jobsOf26
        ? LuxiResult.Of(result.WriteValuesTo)
        : LuxiResult.Of(writer =>
        {
            writer.WriteStartArray();
            foreach (var row in result.Rows)
            {
                writer.WriteStartArray();
                for (var i = 0; i < row.Length; i++)
                    WriteCell(writer, result.Fields[i].Name, row[i], is26: true);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        });

    /// <summary>The answer of Query for jobs as 2.6 gave it: ids are texts, and a moment that was not reached is null.</summary>
    public static LuxiResult Jobs26(QueryResult result) => LuxiResult.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("fields"u8);
        foreach (var field in result.Fields)
            field.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteStartArray("data"u8);
        foreach (var row in result.Rows)
        {
            writer.WriteStartArray();
            for (var i = 0; i < row.Length; i++)
            {
                var name = result.Fields[i].Name;
                var isUnset = row[i].Status == CellStatus.Unavailable && name.EndsWith("_ts", StringComparison.Ordinal);
                writer.WriteStartArray();
                writer.WriteNumberValue(isUnset ? 0 : (int)row[i].Status);
                WriteCell(writer, name, row[i], is26: true);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
