using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

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
        : base(kind.Word, kind.Verbs.Remove)
    {
        _kind = kind;
        _names = Several("NAME", "argument.names");
        _dryRun = Flag("--dry-run", "option.dry-run");
        _detach = Flag("--detach", "option.detach-several", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => [$"drover del {_kind.Word} {(_kind == LabKind.Device ? "qemu01" : _kind == LabKind.Worker ? "worker1" : "qemu")}"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        var code = ExitCode.Ok;
        foreach (var name in line.GetValue(_names)!)
        {
            var body = Body.OfOpcode(_kind.Opcodes + "_REMOVE", writer => writer.WriteString("name", name));
            code = ExitCode.Worse(code, line.GetValue(_dryRun) ? DryRun.Of(session, body, form) : OneJob.Run(session, body, line.GetValue(_detach), form));
        }

        return code;
    }
}
