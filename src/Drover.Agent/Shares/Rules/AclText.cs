using Drover.Agent.Shares.Acls;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>Reads ACLs of rule files: entries with commas between, <c>u:NAME:rwx</c>, <c>g:NAME:r-x</c>, <c>u::</c>, <c>g::</c>, <c>m::</c>, <c>o::</c>, or with whole words.</summary>
/// <param name="share">The tree, whose groups are known by name.</param>
/// <param name="accounts">All other names.</param>
internal sealed class AclText(ShareSpec share, IAccountNumbers accounts)
{
    private readonly RuleWords _words = new(share);

    /// <summary>Reads what the site has written.</summary>
    /// <exception cref="FormatException">What is wrong, and what to write.</exception>
    internal List<AclEntry> Read(string text) => [.. _words.Expand(text).Split(',', StringSplitOptions.TrimEntries).Select(Entry)];

    /// <summary>Reads what belongs to a tree: it can only add users and groups, and not all of them.</summary>
    /// <exception cref="FormatException">What is wrong, and what to write.</exception>
    internal List<AclEntry> ReadAdditions(string text)
    {
        var entries = Read(text);
        foreach (var entry in entries)
        {
            if (!entry.IsNamed)
                throw new FormatException("only entries for named users and groups can be added (u:NAME:rights, g:NAME:rights); the others belong to the site");
            if (entry.Rights is AclRights.None or AclRights.Write or (AclRights.Write | AclRights.Execute))
                throw new FormatException($"the rights '{AclEntry.Text(entry.Rights)}' take away or cannot be used; write r--, r-x, rw- or rwx");
            if (entry.Tag == AclTag.Group && entry.Number == share.Groups.Admins.Number)
                throw new FormatException($"the rights of '{share.Groups.Admins.Name}' belong to the site; take the entry out");
        }
        return entries;
    }

    private AclEntry Entry(string text)
    {
        var parts = text.Split(':');
        if (parts is not [var tag, var name, var rights])
            throw new FormatException($"'{text}' is no entry of an ACL; write u:NAME:rights or g:NAME:rights, such as g:staff:r-x, or NOACL or RESTRICTED for the whole");
        AclTag kind = (tag, name.Length) switch
        {
            ("u" or "user", 0) => AclTag.Owner,
            ("u" or "user", _) => AclTag.User,
            ("g" or "group", 0) => AclTag.OwningGroup,
            ("g" or "group", _) => AclTag.Group,
            ("m" or "mask", 0) => AclTag.Mask,
            ("o" or "other", 0) => AclTag.Other,
            _ => throw new FormatException($"'{text}' begins with '{tag}'; an entry begins with u:, g:, m:: or o::"),
        };
        return new AclEntry(kind, Rights(rights, text), kind switch
        {
            AclTag.User => Number(name, accounts.User(name), "user"),
            AclTag.Group => Number(name, share.Groups.All.FirstOrDefault(group => group.Name == name)?.Number ?? accounts.Group(name), "group"),
            _ => AclEntry.Unnamed,
        });
    }

    private static uint Number(string name, uint? number, string kind)
    {
        if (name.All(char.IsAsciiDigit))
            throw new FormatException($"'{name}' is a number; write the name of the {kind}");
        return number ?? throw new FormatException($"there is no {kind} '{name}'");
    }

    private static AclRights Rights(string text, string entry)
    {
        var rights = AclRights.None;
        foreach (var each in text)
        {
            rights |= each switch
            {
                'r' => AclRights.Read,
                'w' => AclRights.Write,
                'x' or 'X' => AclRights.Execute,
                '-' => AclRights.None,
                _ => throw new FormatException($"the rights of '{entry}' have a '{each}' in them; they are made of r, w, x and -"),
            };
        }
        return text.Length is > 0 and <= 3 ? rights : throw new FormatException($"the rights of '{entry}' are not three of r, w, x and -");
    }
}
