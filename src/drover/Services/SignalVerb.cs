using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Services;

/// <summary><c>drover signal</c>: sends a signal to all processes of an entry.</summary>
internal sealed class SignalVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Argument<string> _signal;
    private readonly Option<string?> _node;
    private readonly Option<string?> _output;

    public SignalVerb()
        : base("signal", "verb.signal")
    {
        _name = Required("GROUP/TAG", "argument.entry");
        _signal = Required("SIGNAL", "argument.signal");
        _node = Value("--node", "N", "option.node");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover signal web/httpd USR1", "drover signal web/httpd 12"];

    public override int Run(ParseResult line, Session session)
    {
        var signal = SignalNames.Parse(line.GetValue(_signal)!);
        return EntryOrder.Run(session, "OP_SERVICE_SIGNAL", line.GetValue(_name)!, line.GetValue(_node), line.GetValue(_output), detach: false, writer => writer.WriteNumber("signal", signal));
    }
}
