using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Why a group that is to be on one node of several is where it is, or nowhere.</summary>
/// <param name="Group">The group.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Node">Where it is; empty for nowhere.</param>
/// <param name="Reason">Why; empty when nothing has happened, or this user may not know.</param>
/// <param name="Failed">Nodes on which it failed lately, each with the reason.</param>
/// <param name="Job">The job that placed it last; null for none.</param>
internal sealed record PlacementWhy(string Group, string State, string Node, string Reason, IReadOnlyList<string> Failed, long? Job)
{
    private const string Prefix = "group/";

    /// <summary>The group that a word of the command line means; null of one that means a job.</summary>
    public static string? GroupOf(string word) => word.StartsWith(Prefix, StringComparison.Ordinal) ? word[Prefix.Length..] : null;

    /// <exception cref="CliException">The master does not place it.</exception>
    public static PlacementWhy Find(DaemonDoor door, string group) =>
        RowReader.Rows(door, new ListRequest("placement") { Fields = "group,state,node,reason,failed,job", Filter = $"group == {FilterText.Quote(group)}" }) is [var row, ..] ? Read(row)
            : throw new CliException("NOT_PLACED", Language.Say("why.not-placed", group), ExitCode.Refused, Language.Say("why.not-placed.hint"));

    /// <summary>In words, a line each.</summary>
    public IEnumerable<string> Lines() =>
    [
        Language.Say(Node.Length > 0 ? "why.placed" : "why.nowhere", Group, State, Node),
        .. Reason.Length > 0 ? (string[])[$"  {Printable.Line(Reason)}"] : [],
        .. Failed.Select(failed => $"  {Language.Say("why.failed", Printable.Line(failed))}"),
    ];

    /// <summary>For programs.</summary>
    /// <param name="job">What its job waits for; null where there is none at it.</param>
    public JsonElement Write(JsonElement? job)
    {
        using var document = JsonDocument.Parse(Body.Of(json =>
        {
            json.WriteString("group", Group);
            json.WriteString("state", State);
            json.WriteString("node", Node.Length > 0 ? Node : null);
            json.WriteString("reason", Reason.Length > 0 ? Reason : null);
            json.WriteTexts("failed", Failed);
            if (job is { } why)
            {
                json.WritePropertyName("job");
                why.WriteTo(json);
            }
        }));
        return document.RootElement.Clone();
    }

    /// <summary>Whether its job does something about it now.</summary>
    public bool IsOnTheWay => Job is not null && State is not ("placed" or "nowhere");

    private static PlacementWhy Read(JsonElement row) => new(
        ValueText.Plain(row[0][1]), Text(row[1][1]), Text(row[2][1]), Text(row[3][1]),
        row[4][1].ValueKind == JsonValueKind.Array ? [.. row[4][1].EnumerateArray().Select(failed => failed.GetString()!)] : [],
        row[5][1].ValueKind == JsonValueKind.Number ? row[5][1].GetInt64() : null);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
