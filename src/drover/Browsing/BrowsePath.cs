using System.Text.RegularExpressions;
using Drover.Cli.Words;

namespace Drover.Cli.Browsing;

/// <summary>One step of a path.</summary>
internal abstract record BrowseStep
{
    /// <summary><c>.NAME</c>: a field, a member, or what belongs to a thing.</summary>
    internal sealed record Member(string Name) : BrowseStep;

    /// <summary><c>[17]</c>, <c>['web']</c>: what is called so, or stands there.</summary>
    internal sealed record Key(string Text) : BrowseStep;

    /// <summary><c>[EXPR]</c>: rows that pass a filter.</summary>
    internal sealed record Filter(string Text) : BrowseStep;
}

/// <summary>A path through what there is: a resource, then steps, as <c>jobs[status == 'running']</c> or <c>groups['web'].processes</c>.</summary>
internal sealed partial record BrowsePath(string Resource, IReadOnlyList<BrowseStep> Steps)
{
    /// <summary>The line begins as a path does: a word with a bracket or a dot right behind it. No verb is written so.</summary>
    public static bool Looks(string line) => Start().Match(line) is { Success: true } start && line.AsSpan(start.Length) is ['[' or '.', ..];

    /// <exception cref="CliException">It is none; the place is named.</exception>
    public static BrowsePath Parse(string text)
    {
        var start = Start().Match(text);
        List<BrowseStep> steps = [];
        var place = start.Groups["name"].Length;
        while (place < text.Length)
        {
            var match = Member().Match(text, place) is { Success: true } member ? member : Bracket().Match(text, place);
            if (!match.Success)
                throw CliException.Usage(Language.Say("browse.wrong", text, place + 1), Language.Say("browse.wrong.hint"));
            steps.Add(match.Groups["member"] is { Success: true } name ? new BrowseStep.Member(name.Value)
                : match.Groups["number"] is { Success: true } number ? new BrowseStep.Key(number.Value)
                : match.Groups["text"] is { Success: true } quoted ? new BrowseStep.Key(quoted.Value)
                : new BrowseStep.Filter(match.Groups["filter"].Value));
            place += match.Length;
        }

        return new BrowsePath(start.Groups["name"].Value, steps);
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Start();

    [GeneratedRegex(@"\G\s*\.\s*(?<member>[A-Za-z_][A-Za-z0-9_/.-]*?)\s*(?=[\[.]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();

    /// <summary>A bracket within a text in quotes, as a regular expression has it, does not end a filter.</summary>
    [GeneratedRegex("""\G\s*\[\s*((?<number>[0-9]+)|'(?<text>[^']*)'|"(?<text>[^"]*)"|(?<filter>([^\]'"]|'[^']*'|"[^"]*")+))\s*\]\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bracket();
}
