using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.People;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary>The password of a user of a machine: drawn by the daemon, or given. What a job carries of it is sealed.</summary>
/// <param name="Sealed">For the job.</param>
/// <param name="Drawn">The password where it was drawn; null where it was given.</param>
internal sealed record UserPassword(string Sealed, string? Drawn)
{
    /// <summary>Has one drawn.</summary>
    public static UserPassword Draw(Session session, long? length) => Ask(session, Body.Of(writer =>
    {
        if (length is { } characters)
            writer.WriteNumber("length", characters);
    }));

    /// <summary>Asks for one: twice on a terminal, else one line of standard input.</summary>
    public static UserPassword Read(Session session, string user)
    {
        var password = PasswordInput.New(session, user);
        return Ask(session, Body.Of(writer => writer.WriteString("password", password)));
    }

    /// <summary>Tells a drawn one, this once.</summary>
    public void Tell(Session session, string user, string form)
    {
        if (Drawn is null)
            return;
        if (form == "json")
            JsonLines.WriteLine(session, JsonLines.Element(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("user", user);
                writer.WriteString("password", Drawn);
                writer.WriteEndObject();
            }));
        else
            session.Screen.Out.WriteLine(Language.Say("directory.drawn", user, Drawn));
    }

    private static UserPassword Ask(Session session, ReadOnlyMemory<byte> body)
    {
        using var answer = session.Door.Post("/v1/user-passwords", body);
        return new UserPassword(answer.RootElement.GetProperty("password_sealed").GetString()!, answer.RootElement.TryGetProperty("password", out var drawn) ? drawn.GetString() : null);
    }
}
