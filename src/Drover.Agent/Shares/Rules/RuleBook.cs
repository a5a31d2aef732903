using Drover.Agent.Shares.Acls;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>Makes the rules of a tree from its table, the rules of the site and its own. A line that cannot count is told with its place, and nothing else changes by it.</summary>
/// <param name="share">The tree.</param>
/// <param name="accounts">Who is who.</param>
internal sealed class RuleBook(ShareSpec share, IAccountNumbers accounts)
{
    private readonly AclText _acls = new(share, accounts);
    private readonly RuleNode _root = ShareTables.Of(share);
    private readonly Dictionary<string, Rule> _rules = [];
    private readonly List<RuleComplaint> _complaints = [];

    /// <summary>Lines that do not count.</summary>
    internal IReadOnlyList<RuleComplaint> Complaints => _complaints;

    /// <summary>The rules.</summary>
    /// <param name="own">The rule file of the tree itself; null when there is none.</param>
    /// <param name="exists">Whether there is something at a path of the tree.</param>
    internal RuleNode Build(ShareRules? own, Func<RawPath, bool> exists)
    {
        if (share.Kind == ShareKind.Home)
            TakeSite(FactoryRules.Homes);
        foreach (var file in share.Rules)
            TakeSite(file);
        if (own is not null)
            TakeOwn(own, exists);
        // What encloses comes first: its content, itself, and then from the top to the bottom.
        foreach (var rule in _rules.Values.OrderBy(rule => rule.Line.Key switch { RuleLine.Content => 0, RuleLine.Itself => 1, var key => 2 + key.Count(each => each == '/') }))
        {
            try
            {
                Set(rule);
            }
            catch (FormatException e)
            {
                Complain(rule.Line, e.Message);
            }
        }
        return _root;
    }

    private void TakeSite(ShareRules file)
    {
        foreach (var line in RuleFile.Read(file, _complaints))
        {
            if (Read(line, isOwn: false) is { } rule && !IsSecond(line))
                _rules[line.Key] = rule;
        }
    }

    private void TakeOwn(ShareRules file, Func<RawPath, bool> exists)
    {
        foreach (var line in RuleFile.Read(file, _complaints))
        {
            if (Read(line, isOwn: true) is not { } rule || IsSecond(line))
                continue;
            if (line.Key is not RuleLine.Itself and not RuleLine.Content && !exists(RawPath.Parse(line.Key)))
                Complain(line, $"there is no '{line.Path}'; take the line out, or make it first");
            else if (line.Key != RuleLine.Itself && _rules.TryGetValue(line.Key, out var first))
                Complain(line, $"'{line.Path}' has the rule of {first.Line.Place} already, which goes before it; take the line out");
            else
                _rules[line.Key] = rule;
        }
    }

    private bool IsSecond(RuleLine line)
    {
        if (!_rules.TryGetValue(line.Key, out var first) || first.Line.File != line.File)
            return false;
        Complain(line, $"'{line.Path}' has a rule in line {first.Line.Number} already; make one of them");
        return true;
    }

    private Rule? Read(RuleLine line, bool isOwn)
    {
        try
        {
            return line.Value.ToUpperInvariant() switch
            {
                "NOACL" or "POSIXONLY" => new Rule(line, RuleClass.NoAcl, [], isOwn),
                "RESTRICTED" or "RESTRICT" or "PRIVATE" => new Rule(line, RuleClass.Restricted, [], isOwn),
                _ => new Rule(line, RuleClass.Acl, isOwn ? _acls.ReadAdditions(line.Value) : _acls.Read(line.Value), isOwn),
            };
        }
        catch (FormatException e)
        {
            Complain(line, e.Message);
            return null;
        }
    }

    private void Set(Rule rule)
    {
        var line = rule.Line;
        if (line.Key == RuleLine.Itself)
        {
            _root.SetItself(Make(rule, _root.Itself));
            return;
        }
        if (line.Key == RuleLine.Content)
        {
            _root.SetInside(Make(rule, _root.Inside));
            return;
        }
        var path = RawPath.Parse(line.Key);
        var present = path.Names.Aggregate(_root, (node, name) => node.Child(name)).Itself;
        var made = Make(rule, present.Class == RuleClass.Acl ? present : _root.Inside);
        var enclosing = path.Names.SkipLast(1).Aggregate(_root, (node, name) => node.Child(name)).Inside.Class;
        if (enclosing == RuleClass.Restricted && made.Class != RuleClass.Restricted)
            throw new FormatException($"what encloses '{line.Path}' is RESTRICTED, and nothing in it can be otherwise; take the line out");
        if (enclosing == RuleClass.Acl && made.Class == RuleClass.NoAcl && rule.IsOwn)
            throw new FormatException($"what encloses '{line.Path}' has an ACL: in it there are ACLs and RESTRICTED only");
        _root.Set(path.Names, made);
    }

    private static PathRule Make(Rule rule, PathRule present) => rule.Class switch
    {
        RuleClass.NoAcl => PathRule.NoAcl(present.Owner),
        RuleClass.Restricted => PathRule.Restricted(present.Owner),
        _ when !rule.Entries.Exists(entry => entry.Tag == AclTag.Owner) => Add(rule.Line, present, rule.Entries),
        _ => PathRule.ByAcl(present.Owner, Whole(rule.Entries), Whole(rule.Entries)),
    };

    private static PosixAcl Whole(List<AclEntry> entries)
    {
        if (!entries.Exists(entry => entry.Tag == AclTag.OwningGroup) || !entries.Exists(entry => entry.Tag == AclTag.Other))
            throw new FormatException("the ACL has an entry u:: and no g:: or o::; write all three, or none to add to what is there");
        return entries.Exists(entry => entry.Tag == AclTag.Mask) ? PosixAcl.Of(entries)
            : PosixAcl.Of([.. entries, .. entries.Where(entry => entry.IsNamed || entry.Tag == AclTag.OwningGroup).Select(entry => new AclEntry(AclTag.Mask, entry.Rights))]);
    }

    private static PathRule Add(RuleLine line, PathRule present, List<AclEntry> entries)
    {
        if (present.Class != RuleClass.Acl)
            throw new FormatException($"'{line.Path}' has no ACL that something could be added to");
        return line.Key == RuleLine.Itself ? present.WithAccess(entries) : present.With(entries);
    }

    private void Complain(RuleLine line, string text) => _complaints.Add(new RuleComplaint(line.File, line.Number, text));

    private sealed record Rule(RuleLine Line, RuleClass Class, List<AclEntry> Entries, bool IsOwn);
}
