using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Pages.Words;

namespace Drover.Pages.Reading;

/// <summary>Cells as people read them.</summary>
internal static class CellText
{
    private const string Dash = "–";

    /// <summary>A cell by the kind of its field.</summary>
    public static string Of(FieldKind kind, JsonElement cell, Language words) => cell.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Dash,
        JsonValueKind.True => words["yes"],
        JsonValueKind.False => words["no"],
        JsonValueKind.Number when kind == FieldKind.Timestamp => Row.MomentOf(cell) is { } moment ? Moment(moment) : Dash,
        JsonValueKind.Number when kind == FieldKind.Unit => Size(cell.GetDouble(), words),
        JsonValueKind.Number when kind == FieldKind.Number && cell.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => Plain(cell),
    };

    /// <summary>A value in its own form: texts as they are, lists with commas.</summary>
    public static string Plain(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.String => cell.GetString()!,
        JsonValueKind.Array => string.Join(", ", cell.EnumerateArray().Select(Plain)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => cell.GetRawText(),
    };

    /// <summary>A moment in universal time, to the second.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A span in its two largest units.</summary>
    public static string Span(TimeSpan span, Language words) => span switch
    {
        { TotalSeconds: < 0 } => Span(TimeSpan.Zero, words),
        { TotalSeconds: < 1 } => words.Say("span.milliseconds", (long)span.TotalMilliseconds),
        { TotalMinutes: < 1 } => words.Say("span.seconds", (long)span.TotalSeconds),
        { TotalHours: < 1 } => words.Say("span.minutes", (long)span.TotalMinutes, span.Seconds),
        { TotalDays: < 1 } => words.Say("span.hours", (long)span.TotalHours, span.Minutes),
        _ => words.Say("span.days", (long)span.TotalDays, span.Hours),
    };

    private static string Size(double mebibytes, Language words) =>
        mebibytes < 1024 ? words.Say("size.mebi", (long)mebibytes) : words.Say("size.gibi", (mebibytes / 1024).ToString("0.#", CultureInfo.InvariantCulture));
}
