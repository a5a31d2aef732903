using System.CommandLine;
using System.Security.Cryptography;
using Drover.Cli.CommandLine;
using Drover.Cli.People;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Fleet;

/// <summary><c>drover add node</c>: draws a token by which a machine may join, and prints the command for that; the daemon gets the token's hash. With <c>--cluster</c> a machine becomes a node
/// of the cluster that Ganeti's tools show.</summary>
internal sealed class NodeAddVerb : Verb
{
    private const int Characters = 43;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly Argument<string> _node;
    private readonly Option<bool> _again;
    private readonly Option<bool> _cluster;

    public NodeAddVerb()
        : base("node", "verb.add-node")
    {
        _node = Required("NODE", "add-node.name");
        _again = Flag("--again", "add-node.again");
        _cluster = Flag("--cluster", "add-node.cluster");
    }

    public override IReadOnlyList<string> Examples => ["drover add node web2", "drover add node web2 --again", "drover add node web2 --cluster"];

    public override int Run(ParseResult line, Session session)
    {
        var node = line.GetValue(_node)!;
        if (line.GetValue(_cluster))
        {
            if (line.GetValue(_again))
                throw CliException.Usage(Language.Say("exclude", "--again", "--cluster"), Language.Say("add-node.exclude"));
            return OneJob.Follow(session, OneJob.Submit(session, "OP_NODE_ADD", writer => writer.WriteString("node_name", node)), "text");
        }
        var secret = RandomNumberGenerator.GetString(Alphabet, Characters);
        var result = PeopleJob.Run(session, "OP_AGENT_INVITE", writer =>
        {
            writer.WriteString("node", node);
            writer.WriteString("hash", Secret.HashOf(secret));
            if (line.GetValue(_again))
                writer.WriteBoolean("again", true);
        });
        var (master, authority) = (result.GetProperty("masters")[0].GetString(), result.GetProperty("authority").GetString());
        session.Screen.Out.WriteLine($"drover-agent join {master} {secret}.{authority} --name {node}");
        if (session.Screen.OutIsTerminal)
            session.Screen.Note(Language.Say("add-node.once", node));
        return ExitCode.Ok;
    }
}
