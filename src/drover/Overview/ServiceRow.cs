using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Overview;

/// <summary>A group of services, or a process of one.</summary>
/// <param name="Name">The group, or <c>group/tag</c>; of another node than the daemon's own with <c>node:</c> before it.</param>
/// <param name="State">A word of docs/services-states.md.</param>
/// <param name="Note">The level and reason of a group, the restarts and last end of a process; empty where there is nothing, or it is not for this user.</param>
internal sealed record ServiceRow(string Name, string State, string Note)
{
    public bool IsBad => IsOutdated || State is "FAILED" or "DEGRADED" or "REFUSED" or "BROKEN" or "FAIL" or "PAUSING";

    /// <summary>A group whose definition in the cltab has errors, so that it goes on by the one of before.</summary>
    public bool IsOutdated { get; private init; }

    /// <param name="door">Where the daemon is asked.</param>
    /// <param name="own">The daemon's own node.</param>
    public static List<ServiceRow> Groups(DaemonDoor door, string own) => Read(door, "service-group", own, "node,name,state,level,reason,errors", cells =>
    {
        var isOutdated = cells[4].Length > 0 && cells[1] != "REFUSED";
        var note = Join(cells[2].Length == 0 ? "" : Language.Say("service.level", cells[2]), cells[3], ": ");
        return new ServiceRow(cells[0], cells[1], isOutdated ? Join(note, Language.Say("service.outdated", cells[4]), ", ") : note) { IsOutdated = isOutdated };
    });

    /// <inheritdoc cref="Groups"/>
    public static List<ServiceRow> Processes(DaemonDoor door, string own) => Read(door, "process", own, "node,name,state,restarts,last_exit", cells =>
        new ServiceRow(cells[0], cells[1], Join(cells[2] is "0" or "" ? "" : Language.Say("service.restarts", cells[2]), cells[3], ", last: ")));

    private static string Join(string first, string second, string between) => first.Length == 0 || second.Length == 0 ? first + second : first + between + second;

    private static List<ServiceRow> Read(DaemonDoor door, string resource, string own, string fields, Func<string[], ServiceRow> make)
    {
        var rows = new List<ServiceRow>();
        foreach (var page in RowReader.Pages(door, new ListRequest(resource) { Fields = fields }))
        {
            using (page)
                rows.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(Text).ToArray()).Select(cells => make([cells[0] == own ? cells[1] : $"{cells[0]}:{cells[1]}", .. cells[2..]])));
        }

        return rows;
    }

    private static string Text(JsonElement cell) => cell[0].GetInt32() == 0 && cell[1].ValueKind is not JsonValueKind.Null ? ValueText.Plain(cell[1]) : "";
}
