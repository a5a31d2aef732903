using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Submitting;

namespace Drover.Cli.Lab;

/// <summary><c>drover del KIND</c>: removes things of the lab.</summary>
internal sealed class RemoveVerb : Verb
{
    private readonly LabKind _kind;
    private readonly Argument<string[]> _names;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public RemoveVerb(LabKind kind)
        : base(kind.Word, $"remove {kind.Title} from the lab")
    {
        _kind = kind;
        _names = Several("NAME", "its name, or several");
        _dryRun = Flag("--dry-run", "say what speaks against it; makes no job");
        _detach = Flag("--detach", "print the ids of the jobs and return", "-d");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => [$"drover del {_kind.Word} {(_kind == LabKind.Device ? "qemu01" : _kind == LabKind.Worker ? "worker1" : "qemu")}"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage("--dry-run and --detach exclude each other", "a dry run makes no job, so that there is no id to print");
        var code = ExitCode.Ok;
        foreach (var name in line.GetValue(_names)!)
        {
            var body = Body.OfOpcode(_kind.Opcodes + "_REMOVE", writer => writer.WriteString("name", name));
            code = ExitCode.Worse(code, line.GetValue(_dryRun) ? DryRun.Of(session, body, form) : LabJob.Run(session, body, line.GetValue(_detach), form));
        }

        return code;
    }
}
