using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Cli.Door;

namespace Drover.Cli.Listing;

/// <summary>What a listing asks for; null means the daemon's own choice.</summary>
internal sealed record ListRequest(string Resource)
{
    /// <summary>Field names with commas between, or <c>*</c>.</summary>
    public string? Fields { get; init; }

    public string? Filter { get; init; }

    public string? Sort { get; init; }

    public int? Limit { get; init; }

    /// <summary>The key after which the listing begins; null for all. Only for a listing by key.</summary>
    public string? After { get; init; }
}

/// <summary>Reads a listing page by page, so that neither side holds all of a long one as JSON.</summary>
internal static class RowReader
{
    public const int PageSize = 1000;

    /// <summary>Answers of the daemon with <c>fields</c> and <c>rows</c>, one a page; the caller disposes each.</summary>
    public static IEnumerable<JsonDocument> Pages(DaemonDoor door, ListRequest request)
    {
        var after = request.After;
        var left = request.Limit ?? int.MaxValue;
        do
        {
            var page = door.Get(Target(request, Math.Min(left, PageSize), after));
            var count = page.RootElement.GetProperty("rows").GetArrayLength();
            var next = page.RootElement.TryGetProperty("next", out var n) ? Cursor(n) : null;
            yield return page;
            left -= count;
            if (count == 0 || next == after)
                break;
            after = next;
        }
        while (after is not null && left > 0);
    }

    /// <summary>All rows, for those who need them together.</summary>
    public static List<JsonElement> Rows(DaemonDoor door, ListRequest request)
    {
        var rows = new List<JsonElement>();
        foreach (var page in Pages(door, request))
        {
            using (page)
                rows.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone()));
        }

        return rows;
    }

    /// <summary>The newest rows of a resource that grows, oldest first.</summary>
    /// <param name="counter">The field that counts up with time.</param>
    /// <param name="before">The oldest of them, where there are older ones; else null.</param>
    public static (List<Field> Fields, List<JsonElement> Rows) Newest(DaemonDoor door, ListRequest request, string counter, int count, out string? before)
    {
        List<Field> fields = [];
        List<JsonElement> rows = [];
        before = null;
        foreach (var page in Pages(door, request with { Sort = $"-{counter}", Limit = count }))
        {
            using (page)
            {
                fields = Field.ReadAll(page.RootElement);
                rows.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone()));
                before = page.RootElement.TryGetProperty("next", out var next) ? Cursor(next) : null;
            }
        }

        rows.Reverse();
        return (fields, rows);
    }

    public static List<Field> Fields(DaemonDoor door, string resource)
    {
        using var answer = door.Get($"/v1/query/{Uri.EscapeDataString(resource)}/fields");
        return Field.ReadAll(answer.RootElement);
    }

    /// <summary>The field that names a row: what <c>-o name</c> prints and <c>show</c> looks for. Of what grows it is the one that counts up.</summary>
    public static Field Key(string resource, IReadOnlyList<Field> fields)
    {
        if (Layout.Of(resource)?.Counter is { } counter && fields.FirstOrDefault(f => f.Name == counter) is { } counted)
            return counted;
        foreach (var name in (ReadOnlySpan<string>)["name", "id", "seq", "uuid"])
        {
            if (fields.FirstOrDefault(f => f.Name == name) is { } key)
                return key;
        }

        return fields.FirstOrDefault(f => f.Default) ?? fields[0];
    }

    private static string? Cursor(JsonElement next) => next.ValueKind switch
    {
        JsonValueKind.String => next.GetString(),
        JsonValueKind.Null => null,
        _ => next.GetRawText(),
    };

    /// <summary>The path that asks for one page.</summary>
    public static string Target(ListRequest request, int limit, string? after)
    {
        var target = new StringBuilder("/v1/query/").Append(Uri.EscapeDataString(request.Resource)).Append("?limit=").Append(limit.ToString(CultureInfo.InvariantCulture));
        Add(target, "fields", request.Fields);
        Add(target, "filter", request.Filter);
        Add(target, "sort", request.Sort);
        Add(target, "after", after);
        return target.ToString();
    }

    private static void Add(StringBuilder target, string name, string? value)
    {
        if (value is not null)
            target.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
