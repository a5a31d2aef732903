using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.TestJobs;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary><c>drover show</c>: every field of one thing.</summary>
internal sealed class ShowVerb : Verb
{
    private readonly Argument<string> _resource;
    private readonly Argument<string?> _name;
    private readonly Option<string?> _output;

    public ShowVerb()
        : base("show", "verb.show")
    {
        _resource = Required("RESOURCE", "argument.resource-or-id");
        _name = Optional("NAME", "argument.name-or-id");
        _output = Value("--output", "FORM", "form.text-json-yaml", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover show 17", "drover show node node1.example.com", "drover show job 17 -o json", "drover show test-job 17", "drover show device qemu01"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json", "yaml");
        var word = line.GetValue(_resource)!;
        var name = line.GetValue(_name);
        if (name is null)
        {
            if (!char.IsAsciiDigit(word[0]))
                throw CliException.Usage(Language.Say("show.no-name"), Language.Say("row.none.hint", word));
            (word, name) = ("job", word);
        }

        session.Screen.BeginPaging(session.Environment);
        var resource = ResourceNames.Resolve(session, word);
        if (resource == "job")
            ShowJob(session, Values.JobId(name), form);
        else
            ShowRow(session, resource, name, form);
        if (resource == "test-job" && form == "text")
            ShowCases(session, Values.JobId(name));
        return ExitCode.Ok;
    }

    private static void ShowJob(Session session, long id, string form)
    {
        using var answer = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}"));
        if (form == "text")
            new JobSheet(session, answer.RootElement).Write();
        else
            WriteObject(session, answer.RootElement, form);
    }

    private static void ShowCases(Session session, long id)
    {
        var results = new TestResults(id);
        if (results.Read(session.Door).Count == 0)
            return;
        session.Screen.Out.WriteLine();
        TestJobOutcome.WriteCases(session, results.Cases);
    }

    private static void WriteObject(Session session, JsonElement value, string form)
    {
        if (form == "json")
            JsonLines.WriteIndented(session, value);
        else
            YamlText.WriteDocument(session.Screen.Out, JsonLines.Element(writer => Moments.WriteObject(writer, value)));
    }

    private static void ShowRow(Session session, string resource, string name, string form)
    {
        var row = NamedRow.Find(session.Door, resource, name);
        if (form != "text")
            WriteObject(session, row.ToObject(), form);
        else
            Sheet.Write(session, row.Fields.Zip(row.Cells.EnumerateArray()).Select(p => (p.First, p.Second[0].GetInt32() == 0 ? p.Second[1] : default)));
    }
}
