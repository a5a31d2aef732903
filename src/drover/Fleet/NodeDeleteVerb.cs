using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;

namespace Drover.Cli.Fleet;

/// <summary><c>drover del node</c>: what runs on a node is stopped, and the node is known no more. One that is a node of the cluster too leaves that first, in the same job.</summary>
internal sealed class NodeDeleteVerb : Verb
{
    private readonly Argument<string[]> _nodes;

    public NodeDeleteVerb()
        : base("node", "verb.del-node")
    {
        _nodes = Several("NODE", "del-node.names");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover get agents", "drover del node web2"];

    public override int Run(ParseResult line, Session session)
    {
        var code = ExitCode.Ok;
        foreach (var node in line.GetValue(_nodes)!)
        {
            var of = OneJob.Follow(session, OneJob.Submit(session, Opcodes(session, node)), "text");
            code = code == ExitCode.Ok ? of : code;
        }
        return code;
    }

    /// <summary>A machine that was only invited is in no table of nodes, and has an agent to be forgotten all the same.</summary>
    private static List<(string Opcode, Action<Utf8JsonWriter> Parameters)> Opcodes(Session session, string node)
    {
        var (name, isMember, agent) = Look(session, node);
        List<(string, Action<Utf8JsonWriter>)> opcodes = [];
        if (isMember)
            opcodes.Add(("OP_NODE_REMOVE", writer => writer.WriteString("node_name", name)));
        if (agent is not null || !isMember)
            opcodes.Add(("OP_AGENT_REMOVE", writer => writer.WriteString("node", agent ?? node)));
        return opcodes;
    }

    private static (string Name, bool IsMember, string? Agent) Look(Session session, string node)
    {
        try
        {
            foreach (var page in RowReader.Pages(session.Door, new ListRequest("node") { Fields = "name,member,agent", Filter = $"name == {FilterText.Quote(node)}" }))
                using (page)
                    foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                        return (row[0][1].GetString()!, row[1][1].GetBoolean(), row[2][1].GetString());
        }
        catch (CliException e) when (e.Code == "NAME_UNKNOWN")
        {
            // The job says what there is to say.
        }
        return (node, false, null);
    }
}
