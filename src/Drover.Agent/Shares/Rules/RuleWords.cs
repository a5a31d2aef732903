using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>The macros of rule files, <c>@WORD</c> or <c>@PART.WORD</c>.</summary>
internal sealed class RuleWords
{
    private readonly Dictionary<string, string> _words;

    internal RuleWords(ShareSpec share)
    {
        var groups = share.Groups;
        _words = new Dictionary<string, string>
        {
            ["@acls.acl_base"] = "u::rwx,g::---,o::---",
            ["@acls.acl_mask"] = "m::rwx",
            ["@acls.acl_admins_ro"] = $"g:{groups.Admins.Name}:r-x",
            ["@acls.acl_admins_rw"] = $"g:{groups.Admins.Name}:rwx",
            ["@acls.acl_users"] = $"g:{groups.Users.Name}:r-x",
            ["@defaults.admin_group"] = groups.Admins.Name,
            ["@defaults.acl_group"] = groups.Acl.Name,
            ["@defaults.web_group"] = groups.WebServer.Name,
            ["@users.group"] = groups.Users.Name,
            ["@GROUP"] = share.Name,
            ["@GW"] = share.Permissive ? "w" : "-",
            ["@UX"] = "x",
            ["@GX"] = "x",
        };
        if (groups.Guests is { } guests)
            _words["@groups.guests"] = guests.Name;
        if (groups.Responsibles is { } responsibles)
            _words["@groups.responsibles"] = responsibles.Name;
    }

    /// <summary>Puts in what macros stand for.</summary>
    /// <exception cref="FormatException">There is no macro of a name.</exception>
    internal string Expand(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at))
        {
            var end = at + 1;
            while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] is '_' or '.'))
                end++;
            // Rights are written without a space between: rw@GX, or r@GW@GX.
            var word = text[at..end];
            if (!_words.TryGetValue(word, out var value))
                throw new FormatException($"there is no macro '{word}'; there are {string.Join(", ", _words.Keys.Order(StringComparer.Ordinal))}");
            text = string.Concat(text.AsSpan(0, at), value, text.AsSpan(end));
        }
        return text;
    }
}
