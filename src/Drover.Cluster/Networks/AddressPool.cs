namespace Drover.Cluster.Networks;

/// <summary>Which addresses of a network are used: one character each, as they are stored.</summary>
internal static class AddressPool
{
    /// <summary>All addresses in order: free ones as dots, used or reserved ones as X; null when the network has no pool.</summary>
    public static string? Map(Network network)
    {
        if (network.Reservations is not { } given)
            return null;
        var kept = network.ExtReservations ?? "";
        return string.Create(given.Length, (given, kept), static (map, source) =>
        {
            for (var i = 0; i < map.Length; i++)
                map[i] = source.given[i] == '1' || (i < source.kept.Length && source.kept[i] == '1') ? 'X' : '.';
        });
    }
}
