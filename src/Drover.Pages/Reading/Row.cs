using System.Text.Json;

namespace Drover.Pages.Reading;

/// <summary>One row of a query, its cells by the names of their fields; a cell without a value is null.</summary>
/// <param name="row">The cells, as an object.</param>
public readonly struct Row(JsonElement row)
{
    /// <summary>A cell as it is.</summary>
    public JsonElement this[string field] => row.TryGetProperty(field, out var cell) ? cell : default;

    /// <summary>A cell as text; empty without a value.</summary>
    public string Text(string field) => CellText.Plain(this[field]);

    /// <summary>A whole number; null without a value.</summary>
    public long? Number(string field) => this[field] is { ValueKind: JsonValueKind.Number } cell && cell.TryGetInt64(out var number) ? number : null;

    /// <summary>A moment, whether as seconds or as the pair of jobs; null without a value.</summary>
    public DateTimeOffset? Moment(string field) => MomentOf(this[field]);

    /// <summary>A moment as the wires write it.</summary>
    public static DateTimeOffset? MomentOf(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Number when cell.GetDouble() > 0 => DateTimeOffset.UnixEpoch.AddSeconds(cell.GetDouble()),
        JsonValueKind.Array when cell.GetArrayLength() == 2 => DateTimeOffset.FromUnixTimeSeconds(cell[0].GetInt64()).AddMicroseconds(cell[1].GetInt64()),
        _ => null,
    };

    /// <summary>The row as JSON.</summary>
    public override string ToString() => row.GetRawText();
}
