using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.People;

/// <summary><c>drover account totp</c>: draws a second factor for a user, and prints it, this once.</summary>
internal sealed class AccountTotpVerb : Verb
{
    private readonly Argument<string> _name;
    private readonly Option<bool> _off;

    public AccountTotpVerb()
        : base("totp", "verb.account.totp")
    {
        _name = Required("NAME", "account.name");
        _off = Flag("--off", "account.off");
    }

    public override IReadOnlyList<string> Examples => ["drover account totp ada", "drover account totp ada | head -1 | qrencode -t UTF8"];

    public override int Run(ParseResult line, Session session)
    {
        var name = line.GetValue(_name)!;
        if (line.GetValue(_off))
        {
            Set(session, name, "", []);
            return ExitCode.Ok;
        }
        using var answer = session.Door.Post("/v1/second-factors", Body.Of(writer => writer.WriteString("user", name)));
        var drawn = answer.RootElement;
        Set(session, name, drawn.GetProperty("second_factor").GetString()!, [.. drawn.GetProperty("recovery_code_hashes").EnumerateArray().Select(hash => hash.GetString()!)]);
        session.Screen.Out.WriteLine(drawn.GetProperty("address").GetString());
        foreach (var code in drawn.GetProperty("recovery_codes").EnumerateArray())
            session.Screen.Out.WriteLine(code.GetString());
        session.Screen.Note(Language.Say("account.totp.hint"));
        return ExitCode.Ok;
    }

    private static void Set(Session session, string name, string secondFactor, IReadOnlyList<string> codes) => PeopleJob.Run(session, "OP_ACCOUNT_SET", writer =>
    {
        writer.WriteString("name", name);
        writer.WriteString("second_factor", secondFactor);
        writer.WriteTexts("recovery_codes", codes);
    });
}
