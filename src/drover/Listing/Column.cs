using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>A column that no field is by itself: what people read follows from some fields.</summary>
/// <param name="Name">What <c>--columns</c> calls it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Sources">Fields that are asked for.</param>
/// <param name="Words">Its text, from the values of the sources (Undefined where a cell is not normal) and the present moment.</param>
internal sealed record DerivedColumn(string Name, string Title, IReadOnlyList<string> Sources, Func<IReadOnlyList<JsonElement>, DateTimeOffset, string> Words)
{
    private const string None = "-";

    /// <summary>How long ago a moment is.</summary>
    public static DerivedColumn Age(string moment) => new("age", "Age", [moment], (values, now) => Moments.Read(values[0]) is { } then ? Elapsed.Text(now - then) : None);

    /// <summary>From a beginning to an end, or to now.</summary>
    public static DerivedColumn Duration(string begin, string end) => new("duration", "Duration", [begin, end],
        (values, now) => Moments.Read(values[0]) is { } start ? Elapsed.Text((Moments.Read(values[1]) ?? now) - start) : None);

    /// <summary>Whose it is.</summary>
    public static DerivedColumn Owner(string principal) => new("owner", "Owner", [principal],
        (values, _) => values[0].ValueKind == JsonValueKind.String ? Terminal.Printable.Line(Accounts.Name(values[0].GetString()!)) : None);
}
