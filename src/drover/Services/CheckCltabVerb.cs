using System.CommandLine;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary><c>drover chk cltab</c>: what is wrong with a cltab, and what a reread of it would do.</summary>
internal sealed class CheckCltabVerb : Verb
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Argument<string?> _file;
    private readonly Option<string?> _node;
    private readonly Option<string?> _output;

    public CheckCltabVerb()
        : base("cltab", "verb.chk-cltab")
    {
        _file = Optional("FILE", "argument.cltab");
        _node = Value("--node", "N", "option.node-cltab");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover chk cltab", "drover chk cltab --node n2", "drover chk cltab ./cltab.new && mv ./cltab.new /etc/cltab && drover reread"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var file = line.GetValue(_file);
        var text = file is null ? null : Read(session, file);
        return DryRun.OfOne(session, "OP_SERVICES_CHECK", form, Language.Say("cltab.nothing"), ExitCode.Failed, writer =>
        {
            NodeOption.Write(writer, line.GetValue(_node));
            if (text is null)
                return;
            writer.WriteString("text", text);
            writer.WriteString("path", file);
        }, isSubmit: false);
    }

    /// <summary>Older cltabs are Latin-1: what is not UTF-8 is taken for that, as the daemon does.</summary>
    private static string Read(Session session, string file)
    {
        var bytes = CltabInput.Read(session, file, Language.Say("cltab.empty.hint"));
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
