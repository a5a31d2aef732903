using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Services;

/// <summary><c>drover start</c>, <c>stop</c>, <c>reload</c>: an order for one entry of a group.</summary>
internal sealed class EntryVerb : Verb
{
    private readonly string _opcode;
    private readonly Argument<string> _name;
    private readonly Option<string?> _node;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    private EntryVerb(string word, string opcode, string description, params IReadOnlyList<string> examples)
        : base(word, description)
    {
        (_opcode, Examples) = (opcode, examples);
        _name = Required("GROUP/TAG", "an entry of a group");
        _node = Value("--node", "N", "the node that runs it; default: the daemon's own");
        _detach = Flag("--detach", "print the id of the job and return", "-d");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples { get; }

    public override bool IsDestructive => _opcode == "OP_SERVICE_STOP";

    public static EntryVerb Start() => new("start", "OP_SERVICE_START", "start one entry of a group that is at a level", "drover start web/httpd");

    public static EntryVerb Stop() => new("stop", "OP_SERVICE_STOP", "stop one entry until it is started or its group is told a level", "drover stop web/httpd");

    public static EntryVerb Reload() => new("reload", "OP_SERVICE_RELOAD", "have one entry read its configuration again", "drover reload web/httpd");

    public override int Run(ParseResult line, Session session) =>
        EntryOrder.Run(session, _opcode, line.GetValue(_name)!, line.GetValue(_node), line.GetValue(_output), line.GetValue(_detach));
}
