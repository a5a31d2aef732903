using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary><c>drover web</c>: a link by which a browser signs in as the caller; or the certificate that it must trust.</summary>
internal sealed class WebVerb : Verb
{
    private readonly Option<bool> _authority;
    private readonly Option<string?> _output;

    public WebVerb()
        : base("web", "verb.web")
    {
        _authority = Flag("--ca", "web.ca");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover web", "xdg-open $(drover web)", "drover web --ca >drover-ca.pem"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        return line.GetValue(_authority) ? PrintAuthority(session, form) : PrintLink(session, form);
    }

    private static int PrintAuthority(Session session, string form)
    {
        using var answer = session.Door.Get("/v1/web-ca");
        if (form == "json")
            JsonLines.WriteIndented(session, answer.RootElement);
        else
            session.Screen.Out.WriteLine(answer.RootElement.GetProperty("certificate").GetString());
        return ExitCode.Ok;
    }

    private static int PrintLink(Session session, string form)
    {
        using var answer = session.Door.Post("/v1/sign-in-links", Body.Of(_ => { }));
        var link = answer.RootElement;
        if (form == "json")
        {
            JsonLines.WriteIndented(session, link);
            return ExitCode.Ok;
        }
        session.Screen.Out.WriteLine(link.GetProperty("url").GetString());
        var minutes = Math.Max(1, link.GetProperty("seconds").GetInt64() / 60);
        session.Screen.Err.WriteLine(Language.Say("web.hint", minutes));
        return ExitCode.Ok;
    }
}
