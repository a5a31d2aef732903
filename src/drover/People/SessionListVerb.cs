using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.People;

/// <summary><c>drover session list</c>: browsers that are signed in, the oldest session first.</summary>
internal sealed class SessionListVerb : Verb
{
    private readonly Option<string?> _output;

    public SessionListVerb()
        : base("list", "verb.session.list") =>
        _output = Value("--output", "FORM", "form.text-json", "-o");

    public override IReadOnlyList<string> Examples => ["drover session list"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        using var answer = session.Door.Get("/v1/sessions");
        if (form == "json")
        {
            JsonLines.WriteIndented(session, answer.RootElement);
            return ExitCode.Ok;
        }
        foreach (var one in answer.RootElement.GetProperty("sessions").EnumerateArray())
            session.Screen.Out.WriteLine(Language.Say("session.line", one.GetProperty("id").GetString(), Accounts.Name(one.GetProperty("user").GetString()!), one.GetProperty("from").GetString(),
                TimeZoneInfo.ConvertTime(one.GetProperty("ends").GetDateTimeOffset(), session.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
        return ExitCode.Ok;
    }
}
