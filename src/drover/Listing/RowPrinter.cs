using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary>Prints a listing.</summary>
internal static class RowPrinter
{
    /// <summary>How many rows that are not shown are counted at most.</summary>
    private const int MostCounted = 10_000;

    /// <summary>All rows, in the order of the request, page by page. Returns the fields.</summary>
    public static IReadOnlyList<Field> PrintAll(Session session, ListRequest request, RowForm form)
    {
        IReadOnlyList<Field>? fields = null;
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                if (fields is null)
                    form.Begin(fields = Field.ReadAll(page.RootElement));
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    form.Add(row);
                form.Pause();
            }
        }

        form.End();
        return fields!;
    }

    /// <summary>The newest rows of a resource that grows, oldest first. Returns the fields, and what is to be said of rows that are left out; null when there are none.</summary>
    /// <param name="isLimited">Whoever asks has said how many: nothing need be said of others.</param>
    public static (IReadOnlyList<Field> Fields, string? LeftOut) PrintNewest(Session session, ListRequest request, string counter, int count, bool isLimited, RowForm form)
    {
        var (fields, rows) = RowReader.Newest(session.Door, request, counter, count, out var before);
        form.Begin(fields);
        foreach (var row in rows)
            form.Add(row);
        form.End();
        return (fields, before is null || isLimited ? null : LeftOut(session, request with { Fields = counter, Sort = $"-{counter}", After = before, Limit = MostCounted }));
    }

    private static string? LeftOut(Session session, ListRequest older)
    {
        using var answer = session.Door.Get(RowReader.Target(older, MostCounted, older.After));
        var count = answer.RootElement.GetProperty("rows").GetArrayLength();
        if (count == 0)
            return null;
        var isMore = answer.RootElement.TryGetProperty("next", out var next) && next.ValueKind != JsonValueKind.Null;
        var what = count == 1 ? older.Resource : ResourceNames.Plural(older.Resource);
        return isMore ? Language.Say("rows.left-more", Language.Number(count), what) : Language.Count("rows.left", count, what);
    }
}
