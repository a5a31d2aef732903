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
        _name = Required("GROUP/TAG", "argument.entry");
        _node = Value("--node", "N", "option.node");
        _detach = Flag("--detach", "option.detach", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples { get; }

    public override bool IsDestructive => _opcode == "OP_SERVICE_STOP";

    public static EntryVerb Start() => new("start", "OP_SERVICE_START", "verb.start", "drover start web/httpd");

    public static EntryVerb Stop() => new("stop", "OP_SERVICE_STOP", "verb.stop", "drover stop web/httpd");

    public static EntryVerb Reload() => new("reload", "OP_SERVICE_RELOAD", "verb.reload", "drover reload web/httpd");

    public override int Run(ParseResult line, Session session) =>
        EntryOrder.Run(session, _opcode, line.GetValue(_name)!, line.GetValue(_node), line.GetValue(_output), line.GetValue(_detach));
}
