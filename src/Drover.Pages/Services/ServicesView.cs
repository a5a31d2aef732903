using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Opcodes;
using Drover.Pages.Logs;
using Drover.Pages.Reading;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Services;

/// <summary>Resource groups of services as their pages show them.</summary>
/// <param name="Groups">The groups: name, state, level, reason, counts.</param>
/// <param name="Processes">Their processes.</param>
/// <param name="Plan">What a change of level would do; null when none was asked for.</param>
public sealed record ServicesView(IReadOnlyList<Row> Groups, IReadOnlyList<Row> Processes, LevelPlan? Plan)
{
    private const string SetLevel = "OP_SERVICE_GROUP_SET_LEVEL";
    private const string SetLevelOnNodes = "OP_SERVICE_NODES_SET_LEVEL";

    private static readonly string[] s_group = ["name", "node", "key", "level", "target", "state", "reason", "since", "running", "entries", "restarts", "levels"];
    private static readonly string[] s_process = ["name", "key", "node", "tag", "mode", "state", "pid", "since", "restarts", "last_exit", "command", "error", "log"];

    /// <summary>All groups.</summary>
    public static async Task<ServicesView> ReadAsync(Call call, QueryFilter? filter = null) => call.Kernel.Model.Resources.Find("service-group") is null
        ? new ServicesView([], [], null)
        : new((await Table.ReadAsync(call, "service-group", new QueryRequest(s_group, filter))).Rows, [], null);

    /// <summary>The nodes that are meant; none where the address names none.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The end of the output of one process: of the one that the address names, else of the first; null when nothing is captured.</summary>
    public LogView? Output { get; init; }

    /// <summary>Name of the log with the output of a process: of one of another node the table has it, of one of the own node it has the path of the file.</summary>
    public static string LogOf(Row process) => "service/" + (process.Text("log") is { Length: > 0 } log && !log.StartsWith('/') ? log : process.Text("name"));

    /// <summary>One group with its processes, and what the change to a level would do when the address names one.</summary>
    /// <exception cref="RequestException">There is no such group.</exception>
    internal static async Task<ServicesView> ReadGroupAsync(Call call, LogShelf shelf)
    {
        var name = call.PathValue("group");
        var parameters = call.Parameters("level", "log", "notice", "node" + Parameters.Many);
        var (level, log, nodes) = (parameters.Text("level"), parameters.Text("log"), parameters.Texts("node"));
        // Of all nodes: asked for by its name, the table has the one of the daemon's own.
        var all = await ReadAsync(call);
        var view = all with { Groups = [.. all.Groups.Where(row => row.Text("name") == name)] };
        if (view.Groups.Count == 0)
            throw new RequestException(StatusCodes.Status404NotFound, "NO_SUCH_GROUP", $"There is no group '{name}' in the cltab of any node.", "group");
        var processes = (await Table.ReadAsync(call, "process", new QueryRequest(s_process, QueryFilter.Equal("group", name)))).Rows
            .Where(row => nodes.Count == 0 || nodes.Contains(row.Text("node"))).ToList();
        var shown = processes.Cast<Row?>().FirstOrDefault(row => log is null || row!.Value.Text("key") == log || row.Value.Text("tag") == log);
        return view with
        {
            Nodes = nodes,
            Processes = processes,
            Plan = string.IsNullOrEmpty(level) ? null : await PlanAsync(call, name, level, nodes),
            Output = shown is { } process ? await shelf.TailAsync(call, LogOf(process)) : null,
        };
    }

    /// <summary>Submits the change of a group's level.</summary>
    public static async Task ChangeLevelAsync(Call call)
    {
        var name = call.PathValue("group");
        var form = await call.Http.Request.ReadFormAsync(call.Aborted);
        var path = "/services/" + Uri.EscapeDataString(name);
        if (form["level"].ToString() is not { Length: > 0 } level)
        {
            Rendering.Redirect.To(call, path, "level.missing");
            return;
        }
        var answers = await call.Kernel.ExecuteAsync(new SubmitJobs([[Opcode(call, name, level, [.. form["node"].OfType<string>()])]]), call.Caller, call.Aborted);
        if (answers[0].Refusal is { } refusal)
            throw refusal;
        Rendering.Redirect.To(call, path, "level.done", answers[0].Id);
    }

    private static async Task<LevelPlan> PlanAsync(Call call, string group, string level, IReadOnlyList<string> nodes)
    {
        try
        {
            var rehearsal = await Rehearsal.OfAsync(call.Kernel, call.Caller, Opcode(call, group, level, nodes), 0, call.Aborted);
            return new LevelPlan(level, rehearsal.Lines, rehearsal.Problem?.Message);
        }
        catch (DroverException refused)
        {
            return new LevelPlan(level, [], refused.Message);
        }
    }

    /// <summary>One node is told by itself; none that is named is the daemon's own.</summary>
    private static AcceptedOpcode Opcode(Call call, string group, string level, IReadOnlyList<string> nodes)
    {
        var text = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("OP_ID"u8, nodes.Count > 1 ? SetLevelOnNodes : SetLevel);
            writer.WriteString("group"u8, group);
            writer.WriteString("level"u8, level);
            if (nodes is [var node])
                writer.WriteString("node"u8, node);
            if (nodes.Count > 1)
            {
                writer.WriteStartArray("nodes"u8);
                foreach (var each in nodes)
                    writer.WriteStringValue(each);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        });
        using var json = System.Text.Json.JsonDocument.Parse(text.Utf8);
        return new OpcodeReader(call.Kernel.Model).Read(json.RootElement, OpcodeReadOptions.Own);
    }
}
