using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>A listing with the column by which its rows are told apart.</summary>
/// <param name="List">Asks for the columns that are shown, and behind them for the key where it is none of them.</param>
/// <param name="Shown">The number of columns that are shown.</param>
/// <param name="Key">The index of the key.</param>
internal sealed record KeyedRequest(ListRequest List, int Shown, int Key)
{
    public static KeyedRequest Of(Session session, ListRequest request)
    {
        var fields = RowReader.Fields(session.Door, request.Resource);
        var key = (fields.Find(f => f.Name == "key") ?? RowReader.Key(fields)).Name;
        var shown = request.Fields switch
        {
            null => UsualColumns(session, request),
            "*" => fields.ConvertAll(f => f.Name),
            var names => [.. names.Split(',')],
        };
        List<string> asked = shown.Contains(key) ? shown : [.. shown, key];
        return new KeyedRequest(request with { Fields = string.Join(',', asked) }, shown.Count, asked.IndexOf(key));
    }

    /// <summary>In the daemon's order, which a listing has and the list of fields has not.</summary>
    private static List<string> UsualColumns(Session session, ListRequest request)
    {
        using var page = RowReader.Pages(session.Door, request with { Limit = 1 }).First();
        return Field.ReadAll(page.RootElement).ConvertAll(f => f.Name);
    }
}
