using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Shell;

namespace Drover.Cli.Browsing;

/// <summary>Completes a line of the console: verbs and what they take, and paths.</summary>
internal static class LineCompletion
{
    /// <summary>More keys of a resource are not offered.</summary>
    private const int MostKeys = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static Completion Of(Session session, string line)
    {
        try
        {
            _ = session.LimitTo(s_patience);
            return BrowsePath.Looks(line) ? Path(session, line) : Verb(session, line);
        }
        catch (Exception e) when (e is CliException or TimeoutException)
        {
            return new Completion(line.Length, []);
        }
    }

    private static Completion Verb(Session session, string line)
    {
        var from = line.LastIndexOf(' ') + 1;
        // Within quotes a blank does not end a word, and there is nothing to complete.
        if (line.AsSpan(from).ContainsAny('\'', '"', '\\'))
            return new Completion(line.Length, []);
        var words = CommandWords.Split(line, withOpen: true);
        var texts = new Completer(new CommandTree(), session).Complete(words).Where(candidate => !candidate.IsOrder).Select(candidate => candidate.Text);
        if (words.Count == 1)
            texts = texts.Concat(ResourceNames.Words(session.Door).Select(ResourceNames.Plural).Where(name => name.StartsWith(words[0], StringComparison.Ordinal)).Select(name => name + "["));
        return new Completion(from, [.. texts.Distinct(StringComparer.Ordinal)]);
    }

    private static Completion Path(Session session, string line)
    {
        var open = line.LastIndexOf('[');
        if (open > line.LastIndexOf(']'))
            return new Completion(open + 1, [.. Keys(session, line[..open], line[(open + 1)..])]);
        var dot = line.LastIndexOf('.');
        if (dot < 0)
            return new Completion(line.Length, []);
        var browser = new Browser(session);
        var value = browser.Evaluate(line[..dot]);
        return new Completion(dot + 1, [.. browser.Members(value).Where(name => name.StartsWith(line[(dot + 1)..], StringComparison.Ordinal))]);
    }

    private static IEnumerable<string> Keys(Session session, string start, string typed)
    {
        if (BrowsePath.Looks(start))
            return [];
        var resource = ResourceNames.Resolve(session.Door, start);
        var key = RowReader.Key(resource, RowReader.Fields(session.Door, resource));
        var newest = Layout.Of(resource)?.Counter is { } counter ? $"-{counter}" : null;
        using var page = session.Door.Get(RowReader.Target(new ListRequest(resource) { Fields = key.Name, Sort = newest }, MostKeys, after: null));
        return [.. page.RootElement.GetProperty("rows").EnumerateArray().Select(row => ValueText.Plain(row[0][1]))
            .Select(text => key.IsNumeric ? $"{text}]" : $"'{text}']").Where(text => text.StartsWith(typed, StringComparison.Ordinal))];
    }
}
