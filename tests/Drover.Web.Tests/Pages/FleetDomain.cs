using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Opcodes;

namespace Drover.Web.Tests.Pages;

/// <summary>Tables of a fleet with three machines and one group on two of them, and opcodes that remember what they were given.</summary>
internal sealed class FleetDomain : IDomain
{
    private static readonly string[][] s_nodes =
    [
        ["node1", "", "here", "", "1.5", "2048", "Debian GNU/Linux 13"],
        ["web2.example.com", "web2", "here", "", "0.25", "1024", "Debian GNU/Linux 12"],
        ["web3", "web3", "away", "the connection <b>was lost</b>", "", "", ""],
    ];

    private static readonly string[][] s_cltabs = [["node1", "3", "current"], ["web2", "4", "canary"], ["web3", "2", "away"]];
    private static readonly string[][] s_groups = [["node1", "web", "DONE"], ["web2", "web", "FAILED"]];

    /// <summary>Opcodes that were run, such as <c>OP_AGENT_INVITE {"node":"web4"}</c>.</summary>
    public ConcurrentQueue<string> Run { get; } = new();

    public void Describe(DomainBuilder d)
    {
        var nodes = Rows("node", s_nodes, "name", "agent", "state", "reason");
        foreach (var name in (string[])["system", "version", "kernel"])
            Text(nodes, name, 6);
        foreach (var name in (string[])["load", "load5", "load15"])
            nodes.Field(name, name, FieldKind.Float, "Of a test", Number(4));
        foreach (var name in (string[])["mtotal", "mfree", "dtotal", "dfree"])
            nodes.Field(name, name, FieldKind.Unit, "Of a test", Number(5));
        foreach (var name in (string[])["since", "told"])
            nodes.Field(name, name, FieldKind.Timestamp, "Of a test", _ => FieldValue.Unavailable);
        nodes.Field("ctotal", "ctotal", FieldKind.Number, "Of a test", _ => 2L).Field("address", "address", FieldKind.Text, "Of a test", _ => FieldValue.Unavailable).Field("member", "member", FieldKind.Bool, "Of a test", _ => false);
        d.Resource(nodes.Build());
        d.Resource(Rows("node-cltab", s_cltabs, "node").Field("version", "version", FieldKind.Number, "Of a test", row => long.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)).Field("state", "state", FieldKind.Text, "Of a test", row => row[2]).Build());
        var groups = Resource.Of<string[]>("service-group", "Groups").KeyedBy("name", row => $"{row[0]}/{row[1]}").Rows(_ => s_groups).Find((_, _) => null, "Group {0} not found").VisibleTo(Visibility.Everyone);
        groups.Field("name", "name", FieldKind.Text, "Of a test", row => row[1], isDefault: true).Field("node", "node", FieldKind.Text, "Of a test", row => row[0]).Field("state", "state", FieldKind.Text, "Of a test", row => row[2])
            .Field("levels", "levels", FieldKind.Other, "Of a test", _ => FieldValue.Of(["1", "2"])).Field("since", "since", FieldKind.Timestamp, "Of a test", _ => FieldValue.Unavailable);
        foreach (var name in (string[])["key", "level", "target", "reason"])
            groups.Field(name, name, FieldKind.Text, "Of a test", _ => FieldValue.Unavailable);
        foreach (var name in (string[])["running", "entries", "restarts"])
            groups.Field(name, name, FieldKind.Number, "Of a test", _ => 1L);
        d.Resource(groups.Build());
        var processes = Resource.Of<string[]>("process", "Processes").KeyedBy("name", row => $"{row[0]}/{row[1]}/httpd").Rows(_ => s_groups).Find((_, _) => null, "Process {0} not found").VisibleTo(Visibility.Everyone);
        processes.Field("name", "name", FieldKind.Text, "Of a test", row => $"{row[1]}/httpd", isDefault: true).Field("key", "key", FieldKind.Text, "Of a test", row => $"{row[0]}/{row[1]}/httpd")
            .Field("node", "node", FieldKind.Text, "Of a test", row => row[0]).Field("group", "group", FieldKind.Text, "Of a test", row => row[1]).Field("tag", "tag", FieldKind.Text, "Of a test", _ => "httpd")
            .Field("since", "since", FieldKind.Timestamp, "Of a test", _ => FieldValue.Unavailable).Field("pid", "pid", FieldKind.Number, "Of a test", _ => 4711L).Field("restarts", "restarts", FieldKind.Number, "Of a test", _ => 0L);
        foreach (var name in (string[])["mode", "state", "last_exit", "command", "error", "log"])
            processes.Field(name, name, FieldKind.Text, "Of a test", _ => FieldValue.Unavailable);
        d.Resource(processes.Build());
        d.Operation(new Remembered(this, "OP_AGENT_INVITE", "node", new("hash", ParameterType.NonEmptyString, default, Required: true), new("again", ParameterType.Boolean, "false"u8.ToArray(), Required: false)));
        d.Operation(new Remembered(this, "OP_SERVICE_GROUP_SET_LEVEL", "group", new("level", ParameterType.Name, default, Required: true), OpcodeParameter.Optional("node", ParameterType.NonEmptyString)));
        d.Operation(new Remembered(this, "OP_SERVICE_NODES_SET_LEVEL", "group", new("level", ParameterType.Name, default, Required: true), new("nodes", ParameterType.ListOf(ParameterType.Name), default, Required: true)));
    }

    private static ResourceBuilder<string[]> Rows(string resource, string[][] rows, params string[] columns)
    {
        var builder = Resource.Of<string[]>(resource, resource).KeyedBy(columns[0], row => row[0]).Rows(_ => rows).Find((_, name) => rows.FirstOrDefault(row => row[0] == name), "{0} not found").VisibleTo(Visibility.Everyone);
        for (var i = 0; i < columns.Length; i++)
            Text(builder, columns[i], i);
        return builder;
    }

    private static ResourceBuilder<string[]> Text(ResourceBuilder<string[]> builder, string column, int place) =>
        builder.Field(column, column, FieldKind.Text, "Of a test", row => row[place].Length > 0 ? row[place] : FieldValue.Unavailable, isDefault: place == 0);

    private static Func<string[], FieldValue> Number(int place) =>
        row => row[place].Length > 0 ? double.Parse(row[place], System.Globalization.CultureInfo.InvariantCulture) : FieldValue.NoData;

    private sealed class Remembered(FleetDomain domain, string id, string first, params OpcodeParameter[] more) : StateOperation
    {
        public override OpcodeSchema Schema { get; } = new(id, [new(first, ParameterType.Name, default, Required: true), .. more], first);

        public override void CheckPrerequisites(OpcodeScope scope)
        {
            if (scope[first].GetString() == "node1")
                throw new OperationException("OpPrereqError", "Node node1 is the machine of the master itself", "already_exists");
        }

        protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
        {
            var given = Schema.Parameters.Select(parameter => parameter.Name).Where(name => scope[name].ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined));
            domain.Run.Enqueue($"{id} {{{string.Join(',', given.Select(name => $"\"{name}\":{scope[name].GetRawText()}"))}}}");
            return new OpcodeOutcome(RawJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("masters"u8);
                json.WriteStringValue("node1:7480");
                json.WriteEndArray();
                json.WriteString("authority"u8, "F1A6");
                json.WriteEndObject();
            }));
        }
    }
}
