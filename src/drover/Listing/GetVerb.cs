using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Live;

namespace Drover.Cli.Listing;

/// <summary><c>drover get</c>: rows of a resource as columns, JSON, or names.</summary>
internal sealed class GetVerb : Verb
{
    private readonly Argument<string> _resource;
    private readonly Option<string?> _columns;
    private readonly Option<string?> _filter;
    private readonly Option<string?> _sort;
    private readonly Option<string?> _limit;
    private readonly Option<string?> _output;
    private readonly Option<bool> _noHeaders;
    private readonly Option<bool> _watch;

    public GetVerb()
        : base("get", "list the rows of a resource")
    {
        _resource = Required("RESOURCE", "job, lock, node, ...: singular, plural, or its beginning");
        _columns = Value("--columns", "LIST", "fields to show; +NAME adds to the usual ones; * is all", "-c");
        _filter = Value("--filter", "EXPR", "rows to show: status == \"running\" and priority < 0", "-F");
        _sort = Value("--sort", "LIST", "fields to sort by; -NAME is downwards");
        _limit = Value("--limit", "N", "at most so many rows; without it all");
        _output = Value("--output", "FORM", "table, json, jsonl or name", "-o");
        _noHeaders = Flag("--no-headers", "leave out the line of titles");
        _watch = Flag("--watch", "go on with what changes, until Ctrl-C", "-w");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "drover get jobs",
        "drover get jobs -F 'status == \"running\"' --sort -priority,id",
        "drover get jobs -c +received_ts,+end_ts --limit 20",
        "drover get nodes -o jsonl | jq .name",
        "drover get processes --watch",
    ];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "table", "json", "jsonl", "name");
        var limit = Values.Int(line.GetValue(_limit), "--limit", 1, int.MaxValue);
        var resource = ResourceNames.Resolve(session.Door, line.GetValue(_resource)!);
        var columns = line.GetValue(_columns);
        var request = new ListRequest(resource)
        {
            Fields = form == "name" ? RowReader.Key(RowReader.Fields(session.Door, resource)).Name : Columns(session, resource, columns),
            Filter = line.GetValue(_filter),
            Sort = line.GetValue(_sort),
            Limit = limit,
        };

        if (line.GetValue(_watch))
        {
            if (form == "json")
                throw CliException.Usage("a list that never ends cannot be json", "-o jsonl writes an object a line");
            if (resource == "event")
                throw CliException.Usage("events do not change, so they cannot be watched", "'drover events --follow' prints them as they come");
            return new TableWatch(session, request, form, titles: !line.GetValue(_noHeaders)).Run();
        }

        var unknown = form switch
        {
            "json" => Rows.AsJsonArray(session, request),
            "jsonl" => Rows.AsJsonLines(session, request),
            "name" => Rows.AsTable(session, request, headers: false),
            _ => Rows.AsTable(session, request, !line.GetValue(_noHeaders)),
        };
        if (unknown.Count == 0)
            return ExitCode.Ok;
        throw new CliException("UNKNOWN_FIELD", $"{resource} has no field {string.Join(", ", unknown)}", ExitCode.UnknownField, $"'drover fields {resource}' lists them");
    }

    /// <summary><c>a,b</c> are just these; with <c>+c</c> alone the usual fields come first.</summary>
    private static string? Columns(Session session, string resource, string? columns)
    {
        if (columns is null)
            return null;
        var names = columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw CliException.Usage("--columns names no field", $"'drover fields {resource}' lists them");
        var chosen = names.Where(n => n[0] != '+').ToList();
        if (chosen.Count == 0)
            chosen = RowReader.Fields(session.Door, resource).Where(f => f.Default).Select(f => f.Name).ToList();
        chosen.AddRange(names.Where(n => n[0] == '+').Select(n => n[1..]));
        return string.Join(',', chosen.Distinct(StringComparer.Ordinal));
    }
}
