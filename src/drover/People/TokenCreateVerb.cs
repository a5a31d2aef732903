using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.People;

/// <summary><c>drover token create</c>: draws a token by which a user is known over the network. It is printed once; the daemon gets its hash.</summary>
internal sealed class TokenCreateVerb : Verb
{
    private const int Characters = 128;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Option<string?> _user;
    private readonly Option<string[]> _groups;
    private readonly Option<bool> _superuser;
    private readonly Option<string?> _role;
    private readonly Option<string?> _description;
    private readonly Option<string?> _output;

    public TokenCreateVerb()
        : base("create", "verb.token.create")
    {
        _user = Value("--user", "NAME", "token.user");
        _groups = ValueList("--group", "NAME", "token.group");
        _superuser = Flag("--superuser", "token.superuser");
        _role = Value("--role", "ROLE", "token.role");
        _description = Value("--description", "TEXT", "token.description");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover token create --user ada --description ci", "drover token create --user bob --role operator", "drover token create --user lab --superuser --group boards"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        if (line.GetValue(_user) is not { Length: > 0 } user)
            throw CliException.Usage(Language.Say("token.needs-user"), Language.Say("token.needs-user.hint"));
        var role = Roles.Of(line.GetValue(_role));
        var token = RandomNumberGenerator.GetString(Alphabet, Characters);
        var id = PeopleJob.Run(session, "OP_TOKEN_ADD", writer =>
        {
            writer.WriteString("user", user);
            writer.WriteString("hash", Secret.HashOf(token));
            writer.WriteTexts("groups", line.GetValue(_groups) ?? []);
            writer.WriteBoolean("superuser", line.GetValue(_superuser));
            if (role is not null)
                writer.WriteString("role", role);
            if (line.GetValue(_description) is { Length: > 0 } description)
                writer.WriteString("description", description);
        });
        if (form == "text")
        {
            session.Screen.Out.WriteLine(token);
            if (session.Screen.OutIsTerminal)
                session.Screen.Note(Language.Say("token.once", ValueText.Plain(id), user));
            return ExitCode.Ok;
        }

        using var document = JsonDocument.Parse(Body.Of(writer =>
        {
            writer.WritePropertyName("id");
            id.WriteTo(writer);
            writer.WriteString("user", user);
            writer.WriteString("token", token);
        }));
        JsonLines.WriteLine(session, document.RootElement);
        return ExitCode.Ok;
    }
}
