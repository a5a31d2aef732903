using System.Globalization;
using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Lines;

namespace Drover.Agent.Accounts.Planning;

/// <summary>The account files with the changes that are being planned.</summary>
internal sealed class AccountBook
{
    private const string Hidden = "(hash)";

    private readonly AccountFiles _files;
    private readonly LineFile?[] _lines = new LineFile?[AccountFiles.All.Count];

    public AccountBook(AccountFiles files, FileContents contents)
    {
        _files = files;
        foreach (var file in AccountFiles.All)
            _lines[(int)file] = contents.Find(file) is { } content ? new LineFile(content.Bytes) : null;
        // Our own file is made when there is something to say; gshadow and shadow are missing where the machine has none.
        _lines[(int)AccountFile.Descriptions] ??= new LineFile([]);
    }

    /// <summary>A file; null where the machine has none.</summary>
    public LineFile? this[AccountFile file] => _lines[(int)file];

    /// <summary>What there was to say besides changed lines.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Whether any user is removed: then who is let in goes first.</summary>
    public bool Removes { get; set; }

    /// <summary>The line of a name; null when there is none.</summary>
    /// <exception cref="AccountException">There are two: which is meant is not known.</exception>
    public Entry? Find(AccountFile file, string name)
    {
        if (this[file] is not { } lines)
            return null;
        var found = lines.Find(RawText.Of(name));
        return found switch
        {
            [] => null,
            [var line] => new Entry(lines, line),
            _ => throw AccountException.WrongState($"{_files.PathOf(file)}: '{name}' stands there twice, in lines {found[0] + 1} and {found[1] + 1}: leave one of them"),
        };
    }

    /// <summary>The line of a user.</summary>
    /// <exception cref="AccountException">There is none, or its line is broken.</exception>
    public Entry User(string login) => Whole(AccountFile.Passwd, login, 7) ?? throw AccountException.Unknown($"there is no user '{login}'; 'drover get users' lists them");

    /// <summary>The line of a group.</summary>
    /// <exception cref="AccountException">There is none, or its line is broken.</exception>
    public Entry GroupOf(string name) => Whole(AccountFile.Group, name, 4) ?? throw AccountException.Unknown($"there is no group '{name}'; 'drover get user-groups' lists them");

    /// <summary>The line of a name, with so many fields; null when there is none.</summary>
    /// <exception cref="AccountException">Its line is broken.</exception>
    public Entry? Whole(AccountFile file, string name, int fields)
    {
        var found = Find(file, name);
        return found is not { } entry || entry.Count == fields ? found
            : throw AccountException.WrongState($"{_files.PathOf(file)}:{entry.Number}: the line of '{name}' has {entry.Count} fields and not {fields}: mend it first");
    }

    /// <summary>Gives a name a line: its own is replaced, or one is added.</summary>
    public void Put(AccountFile file, string name, params IReadOnlyList<string> fields)
    {
        if (this[file] is not { } lines)
            return;
        if (Find(file, name) is { } entry)
            lines.Set(entry.Line, fields);
        else
            lines.Add(fields);
    }

    /// <summary>Takes the line of a name out, where there is one.</summary>
    public void Drop(AccountFile file, string name)
    {
        if (Find(file, name) is { } entry)
            this[file]!.Remove(entry.Line);
    }

    /// <summary>All lines of accounts in a file.</summary>
    public IEnumerable<Entry> Entries(AccountFile file)
    {
        if (this[file] is { } lines)
            for (var line = 0; line < lines.Count; line++)
                if (lines.IsEntry(line))
                    yield return new Entry(lines, line);
    }

    /// <summary>The number that stands in a field; null when none does.</summary>
    public static long? Number(string? field) => uint.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Files that differ, in the order in which they are to take their places.</summary>
    public IReadOnlyList<AccountFile> Changed()
    {
        var changed = AccountFiles.All.Where(file => this[file]?.IsChanged == true);
        return [.. Removes ? changed.Reverse() : changed];
    }

    /// <summary>Lines that differ, and what there was to say. Hashes are not shown.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. Changed().SelectMany(file => this[file]!.Changes().SelectMany(change => new[] { Shown(file, '-', change.Before), Shown(file, '+', change.After) }).OfType<string>()),
        .. Notes,
    ];

    private string? Shown(AccountFile file, char sign, string? line)
    {
        if (line is null)
            return null;
        var fields = line.Split(':');
        if (file != AccountFile.Descriptions && fields.Length > 1 && fields[1].TrimStart('!') is { Length: > 1 } secret)
            fields[1] = fields[1][..^secret.Length] + Hidden;
        return $"{_files.PathOf(file)}: {sign} {RawText.Shown(string.Join(':', fields))}";
    }
}
