using System.Collections.Concurrent;
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
            nodes.Field(name, "", FieldKind.Float, "", Number(4));
        foreach (var name in (string[])["mtotal", "mfree", "dtotal", "dfree"])
            nodes.Field(name, "", FieldKind.Unit, "", Number(5));
        foreach (var name in (string[])["since", "told"])
            nodes.Field(name, "", FieldKind.Timestamp, "", _ => FieldValue.Unavailable);
        nodes.Field("ctotal", "", FieldKind.Number, "", _ => 2L).Field("address", "", FieldKind.Text, "", _ => FieldValue.Unavailable).Field("member", "", FieldKind.Bool, "", _ => false);
        d.Resource(nodes.Build());
        d.Resource(Rows("node-cltab", s_cltabs, "node").Field("version", "", FieldKind.Number, "", row => long.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)).Field("state", "", FieldKind.Text, "", row => row[2]).Build());
        var groups = Resource.Of<string[]>("service-group", "Groups").KeyedBy("name", row => $"{row[0]}/{row[1]}").Rows(_ => s_groups).Find((_, _) => null, "Group {0} not found").VisibleTo(Visibility.Everyone);
        groups.Field("name", "", FieldKind.Text, "", row => row[1], isDefault: true).Field("node", "", FieldKind.Text, "", row => row[0]).Field("state", "", FieldKind.Text, "", row => row[2])
            .Field("levels", "", FieldKind.Other, "", _ => FieldValue.Of(["1", "2"])).Field("since", "", FieldKind.Timestamp, "", _ => FieldValue.Unavailable);
        foreach (var name in (string[])["key", "level", "target", "reason"])
            groups.Field(name, "", FieldKind.Text, "", _ => FieldValue.Unavailable);
        foreach (var name in (string[])["running", "entries", "restarts"])
            groups.Field(name, "", FieldKind.Number, "", _ => 1L);
        d.Resource(groups.Build());
        var processes = Resource.Of<string[]>("process", "Processes").KeyedBy("name", row => $"{row[0]}/{row[1]}/httpd").Rows(_ => s_groups).Find((_, _) => null, "Process {0} not found").VisibleTo(Visibility.Everyone);
        processes.Field("name", "", FieldKind.Text, "", row => $"{row[1]}/httpd", isDefault: true).Field("key", "", FieldKind.Text, "", row => $"{row[0]}/{row[1]}/httpd")
            .Field("node", "", FieldKind.Text, "", row => row[0]).Field("group", "", FieldKind.Text, "", row => row[1]).Field("tag", "", FieldKind.Text, "", _ => "httpd")
            .Field("since", "", FieldKind.Timestamp, "", _ => FieldValue.Unavailable).Field("pid", "", FieldKind.Number, "", _ => 4711L).Field("restarts", "", FieldKind.Number, "", _ => 0L);
        foreach (var name in (string[])["mode", "state", "last_exit", "command", "error", "log"])
            processes.Field(name, "", FieldKind.Text, "", _ => FieldValue.Unavailable);
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
        builder.Field(column, "", FieldKind.Text, "", row => row[place].Length > 0 ? row[place] : FieldValue.Unavailable, isDefault: place == 0);

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
            domain.Run.Enqueue($"{id} {scope.Parameters.GetRawText()}");
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
