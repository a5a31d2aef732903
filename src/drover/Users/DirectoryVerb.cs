using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Services;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary>A verb that changes users or groups of a machine: one job a name, which is followed.</summary>
internal abstract class DirectoryVerb : Verb
{
    private readonly Option<bool> _force;
    private readonly Option<string?> _node;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _output;

    protected DirectoryVerb(string name, string summary)
        : base(name, summary)
    {
        _force = Flag("--force", "directory.force");
        _node = Value("--node", "N", "directory.node");
        _dryRun = Flag("--dry-run", "directory.dry-run");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    protected bool IsTrial(ParseResult line) => line.GetValue(_dryRun);

    protected string Form(ParseResult line) => Values.Choice(line.GetValue(_output), "the-form", "text", "json");

    /// <summary>Submits a job of one opcode and follows it, or says what it would do.</summary>
    protected int Do(ParseResult line, Session session, string opcode, Action<Utf8JsonWriter> parameters)
    {
        var body = Body.OfOpcode(opcode, writer =>
        {
            parameters(writer);
            if (line.GetValue(_force))
                writer.WriteBoolean("force", true);
            NodeOption.Write(writer, line.GetValue(_node));
        });
        return IsTrial(line) ? DryRun.Of(session, body, Form(line)) : OneJob.Run(session, body, detach: false, Form(line));
    }

    /// <summary>The same for each of several names; the first exit code that is not 0 counts.</summary>
    protected int DoEach(ParseResult line, Session session, string opcode, IEnumerable<string> names, Action<Utf8JsonWriter> parameters)
    {
        var code = ExitCode.Ok;
        foreach (var name in names)
            code = ExitCode.Worse(code, Do(line, session, opcode, writer =>
            {
                writer.WriteString("name", name);
                parameters(writer);
            }));
        return code;
    }

    protected static void Write(Utf8JsonWriter writer, string parameter, string? text)
    {
        if (text is not null)
            writer.WriteString(parameter, text);
    }

    protected static void WriteList(Utf8JsonWriter writer, string parameter, string? text)
    {
        if (text is null)
            return;
        writer.WriteStartArray(parameter);
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    protected static long? Number(string option, string? text) => text is null ? null
        : uint.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw CliException.Usage(Language.Say("value.whole", option, text));
}
