using System.Buffers;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Prints a listing; each form returns the names of fields that the resource does not have.</summary>
internal static class Rows
{
    public static IReadOnlyList<string> AsTable(Session session, ListRequest request, bool headers)
    {
        var text = new ValueText(session.Zone);
        List<Field>? fields = null;
        TableWriter? table = null;
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                fields ??= Field.ReadAll(page.RootElement);
                table ??= new TableWriter([.. fields.Select(f => (f.Title.Length > 0 ? f.Title : f.Name, f.IsNumeric))])
                {
                    ColouredColumn = fields.FindIndex(f => f.Name == "status"),
                };
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                {
                    var cells = new string[fields.Count];
                    var i = 0;
                    foreach (var cell in row.EnumerateArray())
                    {
                        cells[i] = text.Cell(fields[i], cell);
                        i++;
                    }

                    table.Add(cells);
                }
            }
        }

        table!.WriteTo(session.Screen.Out, headers, session.Screen.OutColour);
        return Unknown(fields!);
    }

    public static IReadOnlyList<string> AsJsonLines(Session session, ListRequest request)
    {
        List<Field>? fields = null;
        var output = new BufferedStream(session.Screen.OutStream, 64 * 1024); // Not disposed: that would close the screen.
        using var writer = JsonLines.Writer(output);
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                fields ??= Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                {
                    WriteRow(writer, fields, row);
                    writer.Flush();
                    writer.Reset();
                    output.WriteByte((byte)'\n');
                }

                output.Flush();
            }
        }

        return Unknown(fields!);
    }

    public static IReadOnlyList<string> AsJsonArray(Session session, ListRequest request)
    {
        List<Field>? fields = null;
        using var writer = JsonLines.IndentedWriter(session.Screen.OutStream);
        writer.WriteStartArray();
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                fields ??= Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    WriteRow(writer, fields, row);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        session.Screen.OutStream.Write("\n"u8);
        return Unknown(fields!);
    }

    /// <summary>One row as one indented object.</summary>
    public static void AsObject(Session session, List<Field> fields, JsonElement row)
    {
        using (var writer = JsonLines.IndentedWriter(session.Screen.OutStream))
            WriteRow(writer, fields, row);
        session.Screen.OutStream.Write("\n"u8);
    }

    /// <summary>One row as an object that outlives its page.</summary>
    public static JsonElement ToObject(List<Field> fields, JsonElement row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = JsonLines.Writer(buffer))
            WriteRow(writer, fields, row);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Field names as keys; a cell that is not normal is null.</summary>
    private static void WriteRow(Utf8JsonWriter writer, List<Field> fields, JsonElement row)
    {
        writer.WriteStartObject();
        var i = 0;
        foreach (var cell in row.EnumerateArray())
        {
            writer.WritePropertyName(fields[i++].Name);
            if (cell[0].GetInt32() == 0)
                cell[1].WriteTo(writer);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    private static List<string> Unknown(List<Field> fields) => fields.Where(f => f.IsUnknown).Select(f => f.Name).ToList();
}
