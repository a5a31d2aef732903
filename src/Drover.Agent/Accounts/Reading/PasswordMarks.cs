using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Lines;

namespace Drover.Agent.Accounts.Reading;

/// <summary>Whose password is another one. Hashes are compared here and go nowhere.</summary>
internal static class PasswordMarks
{
    /// <summary>Logins whose password differs between two readings, whether or not it is locked.</summary>
    public static IReadOnlySet<string> Between(FileContents before, FileContents after)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var file = after.Find(AccountFile.Shadow) is null ? AccountFile.Passwd : AccountFile.Shadow;
        if (before.Find(file) is not { } old || after.Find(file) is not { } now || old.Bytes.AsSpan().SequenceEqual(now.Bytes))
            return changed;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (login, secret) in Secrets(old))
            known.TryAdd(login, secret);
        foreach (var (login, secret) in Secrets(now))
            if (known.TryGetValue(login, out var was) && was != secret)
                changed.Add(RawText.Shown(login));
        return changed;
    }

    private static IEnumerable<(string Login, string Secret)> Secrets(FileContent content)
    {
        var lines = new LineFile(content.Bytes);
        for (var line = 0; line < lines.Count; line++)
            if (lines.IsEntry(line) && lines.Field(line, 1) is { } secret)
                yield return (lines.Field(line, 0)!, secret.TrimStart('!'));
    }
}
