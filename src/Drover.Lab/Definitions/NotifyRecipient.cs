namespace Drover.Lab.Definitions;

/// <summary>Somebody to write to.</summary>
/// <param name="Method">email or irc.</param>
/// <param name="User">A user of the lab, whose own address is taken; null when the address is given.</param>
/// <param name="Address">The mail address or the name on IRC; null when that of the user is meant.</param>
/// <param name="Server">The IRC server; null for mail and for a user's own.</param>
public sealed record NotifyRecipient(string Method, string? User, string? Address, string? Server)
{
    internal static NotifyRecipient Read(Part recipient)
    {
        recipient.OnlyKeys("a recipient", "to");
        var to = recipient.Required("to", "say whom to write to, as in to: {method: email, user: ada}");
        to.OnlyKeys("to", "method", "user", "email", "handle", "server");
        var method = to.Required("method", "email or irc").Word("method", "email", "irc");
        var address = method == "email" ? to.Find("email") : to.Find("handle");
        var user = to.Find("user")?.Text("user");
        if (user is null && address is null)
            throw to.Error(method == "email" ? "a mail goes to a user or to an email address: name one of them" : "a message goes to a user or to a handle on a server: name one of them");
        var server = to.Find("server")?.Text("server");
        if (method == "irc" && address is not null && server is null)
            throw to.Error("a handle is one on a server: name the server");
        if (method == "email" && address is { } mail && mail.Text("email").Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
            throw mail.Error($"{mail.Found} is no mail address: write name@host");
        return new NotifyRecipient(method, user, address?.Text("the address"), server);
    }
}
