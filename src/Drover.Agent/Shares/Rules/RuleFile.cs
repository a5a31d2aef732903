using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>Splits rule files into lines: a path, a tabulator, a class or an ACL. Lines that begin with <c>#</c> are comments.</summary>
internal static class RuleFile
{
    internal static IEnumerable<RuleLine> Read(ShareRules rules, List<RuleComplaint> complaints)
    {
        var number = 0;
        foreach (var raw in rules.Text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r', ' ', '\t');
            if (line.Length == 0 || line[0] == '#')
                continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var (path, value) = tab < 0 ? (line, "") : (line[..tab], line[tab..].Trim());
            if (value.Length == 0)
                complaints.Add(new RuleComplaint(rules.File, number, "the line has no tabulator between a path and its class or ACL; write PATH, a tabulator, and NOACL, RESTRICTED or an ACL"));
            else if (BadPath(path) is { } problem)
                complaints.Add(new RuleComplaint(rules.File, number, problem));
            else
                yield return new RuleLine(rules.File, number, path, value);
        }
    }

    private static string? BadPath(string path)
    {
        if (path is RuleLine.Itself or RuleLine.Content)
            return null;
        if (path.StartsWith('/'))
            return $"the path '{path}' begins with '/'; write it as it is seen from the root of the tree";
        if (path.StartsWith('~') || path.StartsWith('$'))
            return $"the path '{path}' begins with '{path[0]}'; only '~' alone stands for the tree itself and '~/' for its content";
        if (path.Split('/') is var names && names.Any(name => name is ".." or "."))
            return $"the path '{path}' has a '.' or '..' in it; write it without";
        if (path.Contains('*', StringComparison.Ordinal))
            return $"the path '{path}' has a '*' in it; rules are for one path each, with all that lies below it";
        return path.TrimEnd('/').Contains("//", StringComparison.Ordinal) || path.TrimEnd('/').Length == 0 ? $"the path '{path}' has an empty name in it" : null;
    }
}
