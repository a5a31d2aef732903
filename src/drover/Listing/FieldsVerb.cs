using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary><c>drover fields</c>: what a resource can show.</summary>
internal sealed class FieldsVerb : Verb
{
    private readonly Argument<string> _resource;
    private readonly Option<string?> _output;

    public FieldsVerb()
        : base("fields", "verb.fields")
    {
        _resource = Required("RESOURCE", "argument.resource");
        _output = Value("--output", "FORM", "form.table-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover fields jobs"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "table", "json");
        var resource = ResourceNames.Resolve(session, line.GetValue(_resource)!);
        using var answer = session.Door.Get($"/v1/query/{Uri.EscapeDataString(resource)}/fields");
        if (form == "json")
        {
            JsonLines.WriteIndented(session, answer.RootElement.GetProperty("fields"));
            return ExitCode.Ok;
        }

        session.Screen.BeginPaging(session.Environment);
        var table = new TableWriter([(Language.Say("fields.name"), false), (Language.Say("fields.kind"), false), (Language.Say("fields.usual"), false), (Language.Say("fields.title"), false), (Language.Say("fields.meaning"), false)]);
        foreach (var field in Field.ReadAll(answer.RootElement))
            table.Add([field.Name, field.Kind, field.Default ? "*" : "", field.Title, field.Doc]);
        table.WriteTo(session.Screen.Out, headers: true, session.Screen.OutColour);
        return ExitCode.Ok;
    }
}
