using System.CommandLine;
using System.Text;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services.ClusterCltab;

/// <summary><c>drover cltab set</c>: a file becomes the next version of the cluster's cltab, or a version that is kept counts again; on all nodes, or on some to try it.</summary>
internal sealed class CltabSetVerb : Verb
{
    private const string Opcode = "OP_CLTAB_SET";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Argument<string?> _file;
    private readonly Option<string?> _version;
    private readonly Option<string?> _canary;
    private readonly Option<bool> _yes;
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public CltabSetVerb()
        : base("set", "verb.cltab-set")
    {
        _file = Optional("FILE", "argument.cltab-set");
        _version = Value("--version", "N", "option.cltab-version-set");
        _canary = Value("--canary", "N", "option.canary");
        _yes = Flag("--yes", "option.yes-cltab");
        _dryRun = Flag("--dry-run", "option.dry-run-cltab");
        _detach = Flag("--detach", "option.detach", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override bool IsDestructive => true;

    public override IReadOnlyList<string> Examples => ["drover cltab set ./cltab --dry-run", "drover cltab set ./cltab", "drover cltab set ./cltab --canary web2", "drover cltab set --version 3"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var file = line.GetValue(_file);
        var version = Values.Int(line.GetValue(_version), "--version", 1, int.MaxValue);
        if (file is null == version is null)
            throw CliException.Usage(Language.Say("cltab-set.what"), Language.Say("cltab-set.what.hint"));
        var canary = line.GetValue(_canary)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (canary is [])
            throw CliException.Usage(Language.Say("cltab-set.canary"), Language.Say("cltab-set.canary.hint"));
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));
        var text = file is null ? null : Read(session, file);
        if (line.GetValue(_dryRun))
            return DryRun.OfOne(session, Opcode, form, Language.Say("cltab-set.nothing"), ExitCode.Refused, Parameters);
        var id = OneJob.Submit(session, Opcode, Parameters);
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;

        void Parameters(Utf8JsonWriter writer)
        {
            if (text is not null)
            {
                writer.WriteString("text", text);
                writer.WriteString("path", file);
            }
            else
            {
                writer.WriteNumber("version", version!.Value);
            }

            if (canary is not null)
                writer.WriteTexts("nodes", canary);
            if (line.GetValue(_yes))
                writer.WriteBoolean("yes", true);
        }
    }

    /// <summary>It goes from machine to machine as text: bytes that are none would be others there.</summary>
    private static string Read(Session session, string file)
    {
        var bytes = CltabInput.Read(session, file, Language.Say("cltab-set.what.hint"));
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CliException("FILE_NOT_UTF8", Language.Say("cltab-set.utf8", file), ExitCode.Usage, Language.Say("cltab-set.utf8.hint", file));
        }
    }
}
