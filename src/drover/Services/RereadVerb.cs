using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;

namespace Drover.Cli.Services;

/// <summary><c>drover reread</c>: the daemon reads its cltab again and applies the difference.</summary>
internal sealed class RereadVerb : Verb
{
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _output;

    public RereadVerb()
        : base("reread", "read the cltab again and apply what has changed")
    {
        _dryRun = Flag("--dry-run", "print what would be done");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover reread", "drover reread --dry-run"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        return OneJob.Follow(session, OneJob.Submit(session, "OP_SERVICES_REREAD", line.GetValue(_dryRun), static _ => { }), form);
    }
}
