using Drover.Cli.Listing;

namespace Drover.Cli.Live;

/// <summary>A listing with the column by which its rows are told apart.</summary>
/// <param name="List">Asks for what is shown, and behind that for the key where it is not among it.</param>
/// <param name="Shown">The number of fields that were asked for beside the key.</param>
/// <param name="Key">The name of the key.</param>
/// <param name="Newest">The field that counts up with time, where the newest rows are wanted, oldest first; null for the order of the request.</param>
internal sealed record KeyedRequest(ListRequest List, int Shown, string Key, string? Newest)
{
    /// <summary>Columns that follow from fields may be among what is shown.</summary>
    public bool HasDerived { get; init; }

    public static KeyedRequest Of(Session session, ListRequest request, string? newest)
    {
        var fields = RowReader.Fields(session.Door, request.Resource);
        var key = (fields.Find(f => f.Name == "key") ?? RowReader.Key(request.Resource, fields)).Name;
        var shown = request.Fields switch
        {
            null => UsualColumns(session, request),
            "*" => fields.ConvertAll(f => f.Name),
            var names => [.. names.Split(',')],
        };
        List<string> asked = shown.Contains(key) ? shown : [.. shown, key];
        return new KeyedRequest(request with { Fields = string.Join(',', asked) }, shown.Count, key, newest);
    }

    /// <summary>In the daemon's order, which a listing has and the list of fields has not.</summary>
    private static List<string> UsualColumns(Session session, ListRequest request)
    {
        using var page = RowReader.Pages(session.Door, request with { Limit = 1 }).First();
        return Field.ReadAll(page.RootElement).ConvertAll(f => f.Name);
    }
}
