using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>Rules that every home has: programs that expect modes and no ACLs, and secrets.</summary>
internal static class FactoryRules
{
    internal static ShareRules Homes { get; } = new("(built in)", string.Join('\n', Lines()));

    private static IEnumerable<string> Lines()
    {
        string[] plain = [".cache", ".config", ".local", ".dropbox", ".dropbox-dist"];
        string[] secret =
        [
            ".ssh", ".gnupg", ".gconf", ".gvfs", ".netrc", ".pgpass", ".fetchmailrc", ".procmailrc", ".procmail", ".gnome2_private", "Maildir", "mbox",
        ];
        return [.. plain.Select(name => $"{name}\tNOACL"), .. secret.Select(name => $"{name}\tRESTRICTED")];
    }
}
