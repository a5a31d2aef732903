using System.CommandLine;
using System.Text;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Services;
using Drover.Cli.Submitting;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Fleet;

/// <summary><c>drover exec</c>: runs a command on nodes, and prints what it writes as it comes.</summary>
internal sealed class ExecVerb : Verb
{
    private const string Opcode = "OP_NODE_RUN_COMMAND";

    private readonly Argument<string> _node;
    private readonly Argument<string[]> _command;
    private readonly Option<bool> _all;
    private readonly Option<string?> _user;
    private readonly Option<string?> _timeout;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;

    public ExecVerb()
        : base("exec", "verb.exec")
    {
        _node = Required("NODE", "argument.exec-nodes");
        _command = Several("COMMAND", "argument.exec-command", atLeastOne: false);
        _all = Flag("--all", "option.exec-all");
        _user = Value("--user", "USER", "option.exec-user");
        _timeout = Value("--timeout", "TIME", "option.exec-timeout");
        _dryRun = Flag("--dry-run", "option.dry-run-exec");
        _detach = Flag("--detach", "option.detach", "-d");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples =>
        ["drover exec web2 -- uptime", "drover exec web2 -- sh -c 'df -h | tail -n +2'", "drover exec web2,web3 --timeout 5m -- apt-get -y upgrade", "drover exec --all --user nobody -- id"];

    public override int Run(ParseResult line, Session session)
    {
        // Where all are meant no node is named, and the first word is of the command.
        string[] words = line.GetValue(_all) ? [line.GetValue(_node)!, .. line.GetValue(_command)!] : line.GetValue(_command)!;
        if (words is [] or ["", ..])
            throw CliException.Usage(Language.Say("exec.no-command"), Language.Say("exec.no-command.hint"));
        var timeout = Values.Duration(line.GetValue(_timeout), "--timeout");
        if (timeout < TimeSpan.FromSeconds(1))
            throw CliException.Usage(Language.Say("value.least", Language.About("--timeout"), line.GetValue(_timeout)!, "1s"));
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        List<string> nodes = line.GetValue(_all) ? NodesHere(session) : [.. line.GetValue(_node)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (nodes.Count == 0)
            throw CliException.Usage(Language.Say("exec.no-node"), Language.Say("exec.no-node.hint"));
        void Parameters(Utf8JsonWriter writer)
        {
            writer.WriteTexts("nodes", nodes);
            writer.WriteTexts("command", words);
            if (line.GetValue(_user) is { } user)
                writer.WriteString("user", user);
            if (timeout is { } time)
                writer.WriteNumber("timeout", (long)Math.Ceiling(time.TotalSeconds));
        }

        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, Opcode, "text", Language.Say("exec.nothing"), ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, Opcode, Parameters);
        if (!line.GetValue(_detach))
            return Follow(session, id);
        OneJob.PrintId(session, id, "text");
        return ExitCode.Ok;
    }

    private static int Follow(Session session, long id)
    {
        session.BeginFollowing();
        try
        {
            using var output = new OutputText(session.Screen);
            var last = new JobFollower(session, id).Follow(update =>
            {
                foreach (var entry in update.Logs)
                    Print(session.Screen, output, entry);
                session.Screen.Flush();
            })!;
            if (JobOutcome.Failure(last) is { } failure)
                ErrorPrinter.Print(session.Screen, failure);
            return CommandExit.Of(last);
        }
        catch (OperationCanceledException) when (session.Interrupt.IsCancellationRequested && !session.ReaderLeft)
        {
            session.Screen.Note(Language.Say("job.goes-on-line", id));
            throw;
        }
    }

    private static void Print(Screen screen, OutputText output, JobLogEntry entry)
    {
        // As it was written, ends of lines and all.
        var text = entry.Content.ValueKind == JsonValueKind.String ? entry.Content.GetString()! : ValueText.Json(entry.Content);
        switch (entry.Type)
        {
            case "stdout":
                output.Write(Encoding.UTF8.GetBytes(text));
                break;
            case "stderr":
                screen.Out.Flush();
                screen.Err.Write(Printable.Lines(text));
                break;
            default:
                screen.Note(text);
                break;
        }
    }

    /// <summary>The nodes whose agents are there now: what the job then says by name.</summary>
    private static List<string> NodesHere(Session session) =>
        [.. RowReader.Rows(session.Door, new ListRequest("agent") { Fields = "node", Filter = "state == \"here\"" }).Select(row => row[0][1].GetString()!)];
}
