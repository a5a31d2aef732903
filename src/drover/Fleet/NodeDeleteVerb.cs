using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;

namespace Drover.Cli.Fleet;

/// <summary><c>drover del node</c>: what runs on a node is stopped, and the node is known no more.</summary>
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
            var of = OneJob.Follow(session, OneJob.Submit(session, "OP_AGENT_REMOVE", writer => writer.WriteString("node", node)), "text");
            code = code == ExitCode.Ok ? of : code;
        }
        return code;
    }
}
