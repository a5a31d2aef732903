using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Explaining;

/// <summary><c>drover explain</c>: what an opcode, a resource or a field is.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string?> _what;

    public ExplainVerb()
        : base("explain", "verb.explain") =>
        _what = Optional("WHAT", "argument.explain");

    public override IReadOnlyList<string> Examples => ["drover explain", "drover explain test-delay", "drover explain job", "drover explain job.status"];

    public override bool StartsDaemon => false;

    public override int Run(ParseResult line, Session session)
    {
        session.Screen.BeginPaging(session.Environment);
        switch (line.GetValue(_what))
        {
            case null:
                List(session);
                break;
            case var what when what.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && ResourceNames.Find(session.Door, what[..dot]) is { } resource:
                ExplainField(session, resource, what[(dot + 1)..]);
                break;
            case var what when !IsOpcode(what) && ResourceNames.Find(session.Door, what) is { } resource:
                ExplainResource(session, resource);
                break;
            case var what:
                ExplainOpcode(session, what);
                break;
        }

        return ExitCode.Ok;
    }

    private static bool IsOpcode(string what) => OpcodePage.Load().Find(OpName.Full(what)) is not null;

    private static void List(Session session)
    {
        var output = session.Screen.Out;
        output.WriteLine(Language.Say("explain.opcodes"));
        using var opcodes = session.Door.Get("/v1/opcodes");
        foreach (var opcode in opcodes.RootElement.GetProperty("opcodes").EnumerateArray())
        {
            var parameters = string.Join(' ', opcode.GetProperty("parameters").EnumerateArray().Select(p => p.GetString()));
            output.WriteLine($"  {OpName.Short(opcode.GetProperty("id").GetString()!),-28} {(parameters.Length > 48 ? parameters[..47] + "…" : parameters)}".TrimEnd());
        }

        output.WriteLine();
        output.WriteLine(Language.Say("explain.resources"));
        using var resources = session.Door.Get("/v1/query");
        foreach (var resource in resources.RootElement.GetProperty("resources").EnumerateArray())
            output.WriteLine($"  {ResourceNames.WordOf(resource.GetProperty("name").GetString()!),-28} {ValueText.Plain(resource.GetProperty("doc"))}");
        output.WriteLine();
        output.WriteLine(Language.Say("explain.more"));
    }

    private static void ExplainResource(Session session, string resource)
    {
        var output = session.Screen.Out;
        var word = ResourceNames.WordOf(resource);
        using var resources = session.Door.Get("/v1/query");
        var doc = resources.RootElement.GetProperty("resources").EnumerateArray().First(r => r.GetProperty("name").ValueEquals(resource)).GetProperty("doc");
        output.WriteLine($"{word}: {ValueText.Plain(doc)}");
        output.WriteLine();
        var fields = RowReader.Fields(session.Door, resource);
        output.WriteLine($"key:      {RowReader.Key(resource, fields).Name}");
        output.WriteLine($"columns:  {string.Join(", ", Layout.Of(resource)?.Usual ?? [.. fields.Where(f => f.Default).Select(f => f.Name)])}");
        output.WriteLine($"fields:   {fields.Count}; 'drover fields {word}' lists them, 'drover explain {word}.NAME' explains one");
        output.WriteLine($"example:  drover get {ResourceNames.Plural(word)}");
    }

    private static void ExplainField(Session session, string resource, string name)
    {
        var output = session.Screen.Out;
        var word = ResourceNames.WordOf(resource);
        var derived = Layout.Of(resource)?.Derived.FirstOrDefault(d => d.Name == name);
        if (derived is not null)
            output.WriteLine($"{word}.{name}, a column of tables: follows from {string.Join(" and ", derived.Sources)}");
        var field = RowReader.Fields(session.Door, resource).FirstOrDefault(f => f.Name == name);
        if (field is null && derived is null)
            throw UnknownField.Of(session.Door, resource, [name]);
        if (field is null)
            return;
        output.WriteLine($"{word}.{name}: {Printable.Line(field.Doc)}");
        output.WriteLine();
        output.WriteLine($"title:    {Printable.Line(field.Title)}");
        output.WriteLine($"kind:     {field.Kind}{KindWords(field.Kind)}");
        output.WriteLine($"usual:    {(field.Default ? "yes" : $"no; 'drover get {ResourceNames.Plural(word)} -c +{name}' shows it")}");
        output.WriteLine($"filter:   drover get {ResourceNames.Plural(word)} -F '{FilterExample(field)}'");
    }

    private static string KindWords(string kind) => kind switch
    {
        "unit" => ", in MiB",
        "timestamp" => ", a moment",
        "other" => ", any JSON",
        _ => "",
    };

    private static string FilterExample(Field field) => field.Kind switch
    {
        "bool" => field.Name,
        "number" or "float" or "unit" or "timestamp" => $"{field.Name} > 0",
        "text" => $"{field.Name} =~ \"...\"",
        _ when field.Name.EndsWith("_ts", StringComparison.Ordinal) => $"{field.Name} > 0",
        _ => $"\"...\" in {field.Name}",
    };

    private static void ExplainOpcode(Session session, string what)
    {
        var (page, id) = (OpcodePage.Load(), OpName.Full(what));
        JsonDocument? view = null;
        try
        {
            view = session.Door.Get($"/v1/opcodes/{Uri.EscapeDataString(id)}");
        }
        catch (CliException e) when (e.MayPass && page.Find(id) is not null)
        {
            session.Screen.Note(Language.Say("explain.no-daemon"));
        }
        catch (CliException e) when (e.Code == "OPCODE_UNKNOWN")
        {
            throw new CliException("TOPIC_UNKNOWN", Language.Say("explain.unknown", what), ExitCode.Refused, UnknownOpcode.Hint(session, what, Language.Say("explain.unknown.hint")));
        }

        using (view)
            OpcodeSheet.Write(session.Screen.Out, id, view?.RootElement, page);
    }
}
