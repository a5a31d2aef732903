using System.CommandLine;
using System.Security.Cryptography;
using Drover.Cli.CommandLine;
using Drover.Cli.People;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Fleet;

/// <summary><c>drover add node</c>: draws a token by which a machine may join, and prints the command for that. The daemon gets the token's hash.</summary>
internal sealed class NodeAddVerb : Verb
{
    private const int Characters = 43;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly Argument<string> _node;
    private readonly Option<bool> _again;

    public NodeAddVerb()
        : base("node", "verb.add-node")
    {
        _node = Required("NODE", "add-node.name");
        _again = Flag("--again", "add-node.again");
    }

    public override IReadOnlyList<string> Examples => ["drover add node web2", "drover add node web2 --again"];

    public override int Run(ParseResult line, Session session)
    {
        var node = line.GetValue(_node)!;
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
