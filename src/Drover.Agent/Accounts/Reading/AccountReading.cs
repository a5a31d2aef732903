using System.Collections.Immutable;
using Drover.Agent.Accounts.Files;
using Drover.Agent.Accounts.Lines;
using Drover.Agent.Accounts.Planning;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Reading;

/// <summary>Makes rows of the account files, and says what is wrong with them. What is broken is left out of the rows and harms nothing else.</summary>
internal sealed class AccountReading
{
    private readonly AccountOptions _options;
    private readonly ProblemList _problems;
    private readonly FileContents _contents;
    private readonly Dictionary<string, Secret> _shadow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string[] Fields, int Line)> _groupShadow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Description, string Skeleton, int Line)> _descriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _logins = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _groups = [];
    private readonly Dictionary<string, int> _groupNames = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<string>> _primary = [];
    private readonly Dictionary<string, List<string>> _memberships = new(StringComparer.Ordinal);

    private AccountReading(AccountFiles files, FileContents contents, AccountOptions options) =>
        (_contents, _options, _problems) = (contents, options, new ProblemList(files, options.MostProblems));

    /// <summary>Rows and problems of files.</summary>
    public static AccountsView Read(AccountFiles files, FileContents contents, AccountOptions options)
    {
        var reading = new AccountReading(files, contents, options);
        reading.ReadShadow();
        reading.ReadGroupShadow();
        reading.ReadDescriptions();
        var users = reading.ReadPasswd();
        var groups = reading.ReadGroup();
        reading.LookAtLeftovers();
        return new AccountsView(0, [.. users.Select(reading.Complete)], groups, reading._problems.All);
    }

    private void ReadShadow()
    {
        foreach (var (line, fields) in Lines(AccountFile.Shadow, 9))
            if (!_shadow.TryAdd(fields[0], new Secret(fields[1], AccountBook.Number(fields[2]), line)))
                _problems.Add(AccountFile.Shadow, line, $"'{Shown(fields[0])}' stands there twice, first in line {_shadow[fields[0]].Line}");
    }

    private void ReadGroupShadow()
    {
        foreach (var (line, fields) in Lines(AccountFile.GroupShadow, 4))
            if (!_groupShadow.TryAdd(fields[0], (fields, line)))
                _problems.Add(AccountFile.GroupShadow, line, $"'{Shown(fields[0])}' stands there twice, first in line {_groupShadow[fields[0]].Line}");
    }

    private void ReadDescriptions()
    {
        foreach (var (line, fields) in Lines(AccountFile.Descriptions, 3))
            if (!_descriptions.TryAdd(fields[0], (Shown(fields[1]), Shown(fields[2]), line)))
                _problems.Add(AccountFile.Descriptions, line, $"'{Shown(fields[0])}' stands there twice, first in line {_descriptions[fields[0]].Line}");
    }

    private List<(UserRow Row, string Raw, int Line)> ReadPasswd()
    {
        var users = new List<(UserRow, string, int)>();
        var (lines, numbers) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<long, string>());
        var hasShadow = _contents.Find(AccountFile.Shadow) is not null;
        foreach (var (line, fields) in Lines(AccountFile.Passwd, 7))
        {
            var (raw, login) = (fields[0], Shown(fields[0]));
            if (AccountBook.Number(fields[2]) is not { } uid || AccountBook.Number(fields[3]) is not { } gid)
            {
                _problems.Add(AccountFile.Passwd, line, $"uid '{Shown(fields[2])}' and gid '{Shown(fields[3])}' of '{login}' must be numbers");
                continue;
            }
            if (!lines.TryAdd(raw, line))
            {
                _problems.Add(AccountFile.Passwd, line, $"'{login}' stands there twice, first in line {lines[raw]}");
                continue;
            }
            if (!numbers.TryAdd(uid, login))
                _problems.Add(AccountFile.Passwd, line, $"uid {uid} of '{login}' is also that of '{numbers[uid]}'");
            _logins.Add(raw, gid);
            if (!_primary.TryGetValue(gid, out var primary))
                _primary.Add(gid, primary = []);
            primary.Add(login);
            var inShadow = hasShadow && fields[1] == "x";
            if (inShadow && !_shadow.ContainsKey(raw))
                _problems.Add(AccountFile.Passwd, line, $"there is no line of '{login}' in shadow, where its password is said to be");
            var secret = inShadow ? _shadow.GetValueOrDefault(raw) : new Secret(fields[1], null, line);
            users.Add((new UserRow(_options.Node, login, uid, gid, Shown(fields[4]), Shown(fields[5]), Shown(fields[6]))
            {
                Kind = _options.Ranges.OfUser(uid),
                IsLocked = secret?.IsLocked == true,
                HasPassword = secret?.HasPassword == true,
                PasswordDay = secret?.Day,
            }, raw, line));
        }
        return users;
    }

    private ImmutableArray<UserGroupRow> ReadGroup()
    {
        var groups = ImmutableArray.CreateBuilder<UserGroupRow>();
        foreach (var (line, fields) in Lines(AccountFile.Group, 4))
        {
            var (raw, name) = (fields[0], Shown(fields[0]));
            if (AccountBook.Number(fields[2]) is not { } gid)
            {
                _problems.Add(AccountFile.Group, line, $"gid '{Shown(fields[2])}' of '{name}' must be a number");
                continue;
            }
            if (!_groupNames.TryAdd(raw, line))
            {
                _problems.Add(AccountFile.Group, line, $"'{name}' stands there twice, first in line {_groupNames[raw]}");
                continue;
            }
            if (!_groups.TryAdd(gid, name))
                _problems.Add(AccountFile.Group, line, $"gid {gid} of '{name}' is also that of '{_groups[gid]}'");
            var members = fields[3].Length == 0 ? [] : fields[3].Split(',');
            LookAtMembers(name, line, gid, members);
            LookAtGroupShadow(raw, name, line, members);
            var known = _descriptions.TryGetValue(raw, out var said);
            groups.Add(new UserGroupRow(_options.Node, name, gid)
            {
                Kind = _options.Ranges.OfGroup(gid),
                Description = known ? said.Description : null,
                Skeleton = known && said.Skeleton.Length > 0 ? said.Skeleton : null,
                Members = [.. members.Where(member => member.Length > 0).Select(Shown)],
                PrimaryMembers = _primary.TryGetValue(gid, out var primary) ? [.. primary] : [],
            });
        }
        for (var i = 0; i < groups.Count; i++)
            if (AccountNames.HelperOf(groups[i].Name) is { } of && _groupNames.ContainsKey(RawText.Of(of)))
                groups[i] = groups[i] with { HelperOf = of };
        return groups.DrainToImmutable();
    }

    private void LookAtMembers(string name, int line, long gid, string[] members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (!seen.Add(member))
                _problems.Add(AccountFile.Group, line, $"'{Shown(member)}' is a member of '{name}' twice");
            else if (!_logins.TryGetValue(member, out var primary))
                _problems.Add(AccountFile.Group, line, $"'{Shown(member)}' is a member of '{name}', and there is no such user");
            else
            {
                if (primary == gid)
                    _problems.Add(AccountFile.Group, line, $"'{Shown(member)}' is a member of '{name}', which is its primary group anyway");
                if (!_memberships.TryGetValue(member, out var groups))
                    _memberships.Add(member, groups = []);
                groups.Add(name);
            }
        }
    }

    private void LookAtGroupShadow(string raw, string name, int line, string[] members)
    {
        if (_contents.Find(AccountFile.GroupShadow) is null)
            return;
        if (!_groupShadow.TryGetValue(raw, out var shadow))
            _problems.Add(AccountFile.Group, line, $"there is no line of '{name}' in gshadow");
        else if (!(shadow.Fields[3].Length == 0 ? [] : shadow.Fields[3].Split(',')).ToHashSet(StringComparer.Ordinal).SetEquals(members))
            _problems.Add(AccountFile.GroupShadow, shadow.Line, $"the members of '{name}' are not those of group");
    }

    private void LookAtLeftovers()
    {
        foreach (var (raw, secret) in _shadow.Where(each => !_logins.ContainsKey(each.Key)))
            _problems.Add(AccountFile.Shadow, secret.Line, $"there is no user '{Shown(raw)}'");
        foreach (var (raw, shadow) in _groupShadow.Where(each => !_groupNames.ContainsKey(each.Key)))
            _problems.Add(AccountFile.GroupShadow, shadow.Line, $"there is no group '{Shown(raw)}'");
        foreach (var (raw, said) in _descriptions.Where(each => !_groupNames.ContainsKey(each.Key)))
            _problems.Add(AccountFile.Descriptions, said.Line, $"there is no group '{Shown(raw)}'");
    }

    /// <summary>What is known of a user once the groups were read.</summary>
    private UserRow Complete((UserRow Row, string Raw, int Line) user)
    {
        var group = _groups.GetValueOrDefault(user.Row.Gid);
        if (group is null)
            _problems.Add(AccountFile.Passwd, user.Line, $"the primary group of '{user.Row.Login}' has gid {user.Row.Gid}, and there is no such group");
        return user.Row with { PrimaryGroup = group, Groups = _memberships.TryGetValue(user.Raw, out var groups) ? [.. groups] : [] };
    }

    /// <summary>Lines of accounts that have the right number of fields, each with its number from 1.</summary>
    private IEnumerable<(int Line, string[] Fields)> Lines(AccountFile file, int count)
    {
        if (_contents.Find(file) is not { } content)
            yield break;
        var lines = new LineFile(content.Bytes);
        for (var line = 0; line < lines.Count; line++)
        {
            if (!lines.IsEntry(line))
            {
                if (lines.IsEmpty(line))
                    _problems.Add(file, line + 1, "the line is empty");
                continue;
            }
            var fields = lines.Fields(line);
            if (fields.Length == count && fields[0].Length > 0)
                yield return (line + 1, fields);
            else
                _problems.Add(file, line + 1, fields.Length == count ? "the line has no name" : $"the line has {fields.Length} fields and not {count}");
        }
    }

    private static string Shown(string raw) => RawText.Shown(raw);

    /// <summary>What shadow says of a user.</summary>
    private sealed record Secret(string Text, long? Day, int Line)
    {
        public bool IsLocked => Text.StartsWith('!');

        public bool HasPassword => Text.TrimStart('!') is { Length: > 0 } hash && hash != "*" && hash != "x";
    }
}
