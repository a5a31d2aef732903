using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover clear-backoff</c>: forgets the quick deaths of entries, so that they are started again at once.</summary>
internal sealed class ClearBackoffVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _node;
    private readonly Option<string?> _output;

    public ClearBackoffVerb()
        : base("clear-backoff", "verb.clear-backoff")
    {
        _name = Required("GROUP[/TAG]", "argument.group-or-entry");
        _node = Value("--node", "N", "option.node");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover clear-backoff web", "drover clear-backoff web/httpd", "drover clear-backoff web --node n2"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var name = line.GetValue(_name)!;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (name.Length == 0 || slash == 0 || slash == name.Length - 1)
            throw CliException.Usage(Language.Say("backoff.name", name), Language.Say("processes.hint"));
        var id = OneJob.Submit(session, "OP_SERVICE_CLEAR_BACKOFF", writer =>
        {
            writer.WriteString("group", slash < 0 ? name : name[..slash]);
            if (slash > 0)
                writer.WriteString("tag", name[(slash + 1)..]);
            NodeOption.Write(writer, line.GetValue(_node));
        });
        return OneJob.Follow(session, id, form);
    }
}
