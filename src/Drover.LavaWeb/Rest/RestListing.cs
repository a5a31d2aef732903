using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;

namespace Drover.LavaWeb.Rest;

/// <summary>Answers a listing: filtered, ordered, a page of it, with links to the pages before and behind.</summary>
internal static class RestListing
{
    private const int UsualPage = 50;

    /// <param name="request">The request with its parameters.</param>
    /// <param name="fields">What its objects show.</param>
    /// <param name="rows">All that may be seen.</param>
    public static Task AnswerAsync<T>(RestRequest request, IReadOnlyList<RestField<T>> fields, IEnumerable<T> rows)
    {
        var limit = (int)Math.Min(request.Number("limit") is > 0 and var given ? given : UsualPage, request.Session.Access.Options.LargestPage);
        var offset = (int)Math.Min(request.Number("offset") ?? 0, int.MaxValue);
        var (page, count) = Page(Ordered(rows.Where(RestFilter.Of(fields, request.Query)), fields, request.Parameter("ordering")), offset, limit);
        return request.JsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", count);
            json.WriteString("next", offset + limit < count ? Link(request, limit, offset + limit) : null);
            json.WriteString("previous", offset > 0 ? Link(request, limit, Math.Max(0, offset - limit)) : null);
            json.WriteStartArray("results");
            foreach (var row in page)
                Write(json, fields, row);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static void Write<T>(Utf8JsonWriter json, IReadOnlyList<RestField<T>> fields, T row)
    {
        json.WriteStartObject();
        foreach (var field in fields.Where(field => field.IsShown))
            field.WriteTo(json, row);
        json.WriteEndObject();
    }

    /// <summary>One pass over all rows, of which no more than the page are kept.</summary>
    private static (List<T> Page, int Count) Page<T>(IEnumerable<T> rows, int offset, int limit)
    {
        List<T> page = [];
        var count = 0;
        foreach (var row in rows)
        {
            if (count >= offset && page.Count < limit)
                page.Add(row);
            count++;
        }
        return (page, count);
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> rows, IReadOnlyList<RestField<T>> fields, string? ordering)
    {
        IOrderedEnumerable<T>? ordered = null;
        foreach (var key in (ordering ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (fields.FirstOrDefault(field => field.IsOrder && field.Name == key.TrimStart('-')) is not { } field)
                continue;
            Func<T, IComparable?> value = row => field.Value(row) is Timestamp moment ? moment.Microseconds : (IComparable?)field.Value(row);
            var isDown = key.StartsWith('-');
            ordered = (ordered, isDown) switch
            {
                (null, false) => rows.OrderBy(value),
                (null, true) => rows.OrderByDescending(value),
                (_, false) => ordered.ThenBy(value),
                (_, true) => ordered.ThenByDescending(value),
            };
        }
        return ordered ?? rows;
    }

    private static string Link(RestRequest request, int limit, int offset)
    {
        var http = request.Call.Http.Request;
        var query = new QueryBuilder(request.Query.Where(parameter => parameter.Name is not ("limit" or "offset")).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)))
        {
            { "limit", $"{limit}" },
        };
        if (offset > 0)
            query.Add("offset", $"{offset}");
        return $"{http.Scheme}://{http.Host}{http.Path}{query}";
    }
}
