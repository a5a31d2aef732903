using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Operating;

/// <summary><c>drover init</c>: names the cluster and its first node before the daemon starts for the first time.</summary>
internal sealed class InitVerb : Verb
{
    private readonly Option<string?> _state;
    private readonly Option<string?> _cluster;
    private readonly Option<string?> _node;

    public InitVerb()
        : base("init", "verb.init")
    {
        _state = Value("--state", "DIR", "option.state");
        _cluster = Value("--cluster", "NAME", "option.cluster");
        _node = Value("--node", "NAME", "option.node-name");
    }

    public override IReadOnlyList<string> Examples => ["drover init --cluster farm --node $(hostname -f)"];

    public override bool NeedsTerminal => true;

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        List<string> arguments = ["--init"];
        foreach (var option in (ReadOnlySpan<Option<string?>>)[_state, _cluster, _node])
        {
            if (line.GetValue(option) is { } value)
                arguments.AddRange([option.Name, value]);
        }

        return DaemonProgram.Run(session, arguments);
    }
}
