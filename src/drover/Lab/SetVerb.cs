using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Lab;

/// <summary><c>drover add KIND</c> and <c>drover mod KIND</c>: a thing of the lab that is new, or is to be another.</summary>
internal sealed class SetVerb : Verb
{
    private readonly LabKind _kind;
    private readonly bool _isNew;
    private readonly Argument<string[]> _names;
    private readonly List<(LabOption Option, Option<string?> Given)> _options = [];
    private readonly Option<bool> _dryRun;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    private SetVerb(LabKind kind, bool isNew)
        : base(kind.Word, isNew ? kind.Verbs.Add : kind.Verbs.Change)
    {
        (_kind, _isNew) = (kind, isNew);
        _names = Several("NAME", isNew ? "argument.new-names" : "argument.names");
        foreach (var option in kind.Options.Where(option => !isNew || !option.IsForChange))
            _options.Add((option, Value(option.Name, option.Value, option.Description)));
        _dryRun = Flag("--dry-run", "option.dry-run");
        _detach = Flag("--detach", "option.detach-several", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => (_kind.Word, _isNew) switch
    {
        ("device", true) => ["drover add device qemu01 --type qemu --worker worker1", "drover add device b1 --type bbb --worker worker1 --dictionary b1.jinja2 --tags usb,hdmi --health good"],
        ("device", false) => ["drover mod device qemu01 --health maintenance --health-reason 'new power switch'", "drover mod device b1 b2 b3 --worker worker2"],
        ("device-type", true) => ["drover add device-type qemu", "drover add device-type bbb --template bbb.jinja2 --health-check bbb.yaml"],
        ("device-type", false) => ["drover mod device-type bbb --health-frequency 10 --health-denominator jobs"],
        (_, true) => ["drover add worker worker1 --job-limit 10"],
        _ => ["drover mod worker worker1 --health maintenance"],
    };

    public static SetVerb Add(LabKind kind) => new(kind, isNew: true);

    public static SetVerb Change(LabKind kind) => new(kind, isNew: false);

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var given = _options.Select(pair => (pair.Option, Text: line.GetValue(pair.Given))).Where(pair => pair.Text is not null).Select(pair => (pair.Option, Text: pair.Text!)).ToList();
        if (_isNew && _kind == LabKind.Device && given.All(pair => pair.Option.Name != "--type"))
            throw CliException.Usage(Language.Say("lab.add-device"), Language.Say("lab.add-device.hint"));
        if (!_isNew && given.Count == 0)
            throw CliException.Usage(Language.Say("mod.no-change", _kind.Word), Language.Say("mod.no-change.hint", _kind.Word));
        if (line.GetValue(_dryRun) && line.GetValue(_detach))
            throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"));

        var opcodes = Opcodes(session, given);
        var code = ExitCode.Ok;
        foreach (var name in line.GetValue(_names)!)
        {
            var body = Body.OfOpcodes(opcodes.Select(opcode => (opcode.Opcode, (Action<Utf8JsonWriter>)(writer => Write(writer, name, opcode.Parameters)))));
            code = ExitCode.Worse(code, line.GetValue(_dryRun) ? DryRun.Of(session, body, form) : OneJob.Run(session, body, line.GetValue(_detach), form));
        }

        return code;
    }

    /// <summary>The opcodes of which the job is made: the one that adds or changes the thing comes first, unless a change is about its texts alone.</summary>
    private List<(string Opcode, IReadOnlyList<(LabOption Option, JsonElement Value)> Parameters)> Opcodes(Session session, List<(LabOption Option, string Text)> given)
    {
        var main = _kind.Opcodes + (_isNew ? "_ADD" : "_SET");
        var groups = given.GroupBy(pair => pair.Option.Opcode ?? main).ToDictionary(group => group.Key, StringComparer.Ordinal);
        List<(string, IReadOnlyList<(LabOption, JsonElement)>)> opcodes = [];
        foreach (var opcode in groups.Keys.Append(main).Distinct(StringComparer.Ordinal).OrderBy(opcode => opcode != main).Where(opcode => _isNew || groups.ContainsKey(opcode)))
        {
            var values = LabValues.Of(session, opcode);
            opcodes.Add((opcode, [.. groups.GetValueOrDefault(opcode)?.Select(pair =>
                (pair.Option, values.Read(pair.Option, pair.Option.IsFile ? JobFile.ReadText(session, pair.Text) : pair.Text))) ?? []]));
        }

        return opcodes;
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<(LabOption Option, JsonElement Value)> parameters)
    {
        writer.WriteString("name", name);
        foreach (var (option, value) in parameters)
        {
            writer.WritePropertyName(option.Parameter);
            value.WriteTo(writer);
        }
    }
}
