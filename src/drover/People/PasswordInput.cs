using Drover.Cli.Door;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.People;

/// <summary>Asks for a password: twice and without showing it on a terminal, else one line of standard input. It goes to the daemon alone, which answers its hash; no command line and no job
/// has it.</summary>
internal static class PasswordInput
{
    /// <summary>The hash of the password that somebody gives.</summary>
    /// <exception cref="CliException">There is none, it was mistyped, or the daemon refuses it.</exception>
    public static string Hash(Session session, string user)
    {
        var password = New(session, user);
        using var answer = session.Door.Post("/v1/password-hashes", Body.Of(writer => writer.WriteString("password", password)));
        return answer.RootElement.GetProperty("hash").GetString()!;
    }

    /// <summary>The password that a user has, and the one that is to take its place: two lines where nobody is at a terminal.</summary>
    /// <exception cref="CliException">There is none, or it was mistyped.</exception>
    public static (string Old, string New) OldAndNew(Session session, string user)
    {
        if (session.Screen.InIsTerminal)
            return (Given(Ask(session, Language.Say("password.old", user))), New(session, user));
        var lines = session.Screen.ReadLines(2);
        return (Given(lines.ElementAtOrDefault(0)), Given(lines.ElementAtOrDefault(1)));
    }

    /// <summary>The password that somebody gives.</summary>
    /// <exception cref="CliException">There is none, or it was mistyped.</exception>
    public static string New(Session session, string user) => Given(session.Screen.InIsTerminal ? AskTwice(session, user) : session.Screen.ReadLine());

    private static string Given(string? password) =>
        string.IsNullOrEmpty(password) ? throw CliException.Usage(Language.Say("password.none"), Language.Say("password.none.hint")) : password;

    private static string? AskTwice(Session session, string user)
    {
        var first = Ask(session, Language.Say("password.ask", user));
        return first == Ask(session, Language.Say("password.again")) ? first : throw new CliException("PASSWORD_MISTYPED", Language.Say("password.mistyped"), ExitCode.Failed);
    }

    private static string? Ask(Session session, string prompt)
    {
        session.Screen.Err.Write(prompt);
        session.Screen.Flush();
        var hidden = new KeyMode(wholeLines: true);
        hidden.Begin();
        try
        {
            return session.Screen.ReadLine();
        }
        finally
        {
            hidden.End();
            session.Screen.Err.WriteLine();
            session.Screen.Flush();
        }
    }
}
