using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.People;

/// <summary><c>drover token create</c>: draws a token by which a user is known over the network. It is printed once; the daemon gets its hash.</summary>
internal sealed class TokenCreateVerb : Verb
{
    private const int Characters = 128;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Option<string?> _user;
    private readonly Option<string[]> _groups;
    private readonly Option<bool> _superuser;
    private readonly Option<string?> _description;
    private readonly Option<string?> _output;

    public TokenCreateVerb()
        : base("create", "draw a token for a user and print it, this once")
    {
        _user = Value("--user", "NAME", "who is known by it");
        _groups = ValueList("--group", "NAME", "a group that the user is in by it; may be repeated");
        _superuser = Flag("--superuser", "the user may operate the lab");
        _description = Value("--description", "TEXT", "what it is for");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover token create --user ada --description ci", "drover token create --user lab --superuser --group boards"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
        if (line.GetValue(_user) is not { Length: > 0 } user)
            throw CliException.Usage("'drover token create' needs --user NAME", "for example 'drover token create --user ada --description ci'");
        var token = RandomNumberGenerator.GetString(Alphabet, Characters);
        var id = TokenJob.Run(session, "OP_TOKEN_ADD", writer =>
        {
            writer.WriteString("user", user);
            writer.WriteString("hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))));
            writer.WriteStartArray("groups");
            foreach (var group in line.GetValue(_groups) ?? [])
                writer.WriteStringValue(group);
            writer.WriteEndArray();
            writer.WriteBoolean("superuser", line.GetValue(_superuser));
            if (line.GetValue(_description) is { Length: > 0 } description)
                writer.WriteString("description", description);
        });
        if (form == "text")
        {
            session.Screen.Out.WriteLine(token);
            if (session.Screen.OutIsTerminal)
                session.Screen.Note($"token {ValueText.Plain(id)} of {user}; it is shown this once, and 'drover token del {ValueText.Plain(id)}' ends it");
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
