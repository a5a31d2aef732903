using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>One row by what names it.</summary>
/// <param name="Fields">All that the resource has.</param>
/// <param name="Cells">The row, as <c>[status, value]</c> each.</param>
internal sealed record NamedRow(IReadOnlyList<Field> Fields, JsonElement Cells)
{
    /// <exception cref="CliException">NOT_FOUND: there is none.</exception>
    public static NamedRow Find(DaemonDoor door, string resource, string name)
    {
        var key = RowReader.Key(resource, RowReader.Fields(door, resource));
        var value = key.Kind is "number" && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? name : FilterText.Quote(name);
        foreach (var page in RowReader.Pages(door, new ListRequest(resource) { Fields = "*", Filter = $"{key.Name} == {value}", Limit = 1 }))
        {
            using (page)
            {
                var row = page.RootElement.GetProperty("rows").EnumerateArray().FirstOrDefault();
                if (row.ValueKind == JsonValueKind.Array)
                    return new NamedRow(Field.ReadAll(page.RootElement), row.Clone());
            }
        }

        throw new CliException("NOT_FOUND", Language.Say("row.none", ResourceNames.WordOf(resource), name), ExitCode.Refused, Language.Say("row.none.hint", ResourceNames.WordOf(resource)));
    }

    /// <summary>For programs.</summary>
    public JsonElement ToObject() => Rows.ToObject(Fields, Cells);
}
