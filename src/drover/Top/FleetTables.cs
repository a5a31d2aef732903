using System.Collections.Concurrent;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Top;

/// <summary>A table of a resource at one moment, or why there is none.</summary>
/// <param name="Resource">What it is of.</param>
/// <param name="Rows">Its rows; null where it was refused.</param>
/// <param name="Problem">Why; empty where it was not.</param>
internal sealed record FleetTable(string Resource, Selection Columns, WatchedTable? Rows, string Problem);

/// <summary>Reads tables with the columns that <c>drover get</c> shows.</summary>
internal sealed class FleetTables
{
    /// <summary>More rows are not fetched: a screen shows no more, and a filter has enough to find.</summary>
    private const int Most = 1000;

    /// <summary>What is asked for, once the daemon has said what there is.</summary>
    private readonly ConcurrentDictionary<string, KeyedRequest> _requests = new();

    /// <exception cref="CliException">The daemon is away.</exception>
    public FleetTable Read(Session session, string resource)
    {
        var selection = new Selection(session, resource, Layout.Of(resource)?.Usual);
        try
        {
            var request = _requests.GetOrAdd(resource, _ => KeyedRequest.Of(session, new ListRequest(resource) { Fields = selection.Fields, Limit = Most }, newest: null) with { HasDerived = true });
            return new FleetTable(resource, selection, WatchedTable.Read(session, request), "");
        }
        catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode))
        {
            return new FleetTable(resource, selection, Rows: null, Printable.Line($"{e.Code}: {e.Message}"));
        }
    }
}
