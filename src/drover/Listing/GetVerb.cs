using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary><c>drover get</c>: rows of a resource as columns, or in a form for programs.</summary>
internal sealed partial class GetVerb : Verb
{
    /// <summary>Rows that a table of a resource that grows has at most, where nobody says how many.</summary>
    private const int UsualCount = 200;

    private const string TemplatePrefix = "template=";

    private readonly Argument<string> _resource;
    private readonly Option<string?> _columns;
    private readonly Option<string?> _filter;
    private readonly Option<bool> _failed;
    private readonly Option<bool> _mine;
    private readonly Option<string?> _job;
    private readonly Option<string?> _last;
    private readonly Option<string?> _sort;
    private readonly Option<string?> _limit;
    private readonly Option<bool> _all;
    private readonly Option<string?> _output;
    private readonly Option<string?> _dump;
    private readonly Option<bool> _noHeaders;
    private readonly Option<bool> _watch;

    public GetVerb()
        : base("get", "verb.get")
    {
        _resource = Required("RESOURCE", "argument.resource-short");
        _columns = Value("--columns", "LIST", "option.columns", "-c");
        _filter = Value("--filter", "EXPR", "option.filter", "-F");
        _failed = Flag("--failed", "option.failed");
        _mine = Flag("--mine", "option.mine");
        _job = Value("--job", "ID", "option.job");
        _last = FlagOrValue("--last", "N", "option.last");
        _sort = Value("--sort", "LIST", "option.sort");
        _limit = Value("--limit", "N", "option.limit");
        _all = Flag("--all", $"option.all\t{UsualCount}");
        _output = Value("--output", "FORM", "option.output", "-o");
        _dump = FlagOrValue("--dump", "NAME", "option.dump");
        _noHeaders = Flag("--no-headers", "option.no-headers");
        _watch = Flag("--watch", "option.watch", "-w");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "drover get jobs",
        "drover get jobs --last --failed -o name",
        "drover get jobs -F 'status == \"running\"' --sort -priority,id",
        "drover get jobs -F 'summary =~ m/rack[0-9]+/i' -c +priority --limit 20",
        "drover get processes -o 'template={name} is {state} for {age}'",
        "drover get nodes -o jsonl | jq .name",
        "drover get results --job 17 --failed",
        "drover get processes --watch",
        "drover get device --dump qemu01",
        "drover get jobs --last --dump -o yaml",
    ];

    public override int Run(ParseResult line, Session session)
    {
        if (line.GetResult(_dump) is { Implicit: false })
            return Dump(line, session);
        var (form, template) = ReadForm(line);
        var count = Count(line);
        var resource = ResourceNames.Resolve(session, line.GetValue(_resource)!);
        var request = new ListRequest(resource) { Filter = Filter(line, session, resource), Sort = Sort(line, resource), Limit = count };
        if (line.GetValue(_watch))
            return Watch(line, session, request, form, template);
        var (columns, rows) = Form(line, session, request, form, template);
        request = request with { Fields = columns };
        session.Screen.BeginPaging(session.Environment, fromEnd: Layout.Of(resource)?.Counter is not null);
        var fields = Print(line, session, request, rows, form);
        var unknown = fields.Where(f => f.IsUnknown).Select(f => f.Name).ToList();
        return unknown.Count == 0 ? ExitCode.Ok : throw UnknownField.Of(session.Door, resource, unknown, hasDerived: form is "table" or "wide" or "template");
    }

    private int Watch(ParseResult line, Session session, ListRequest request, string form, RowTemplate? template)
    {
        if (request.Resource == "event")
            throw CliException.Usage(Language.Say("get.events"), Language.Say("get.events.hint"));
        var counter = Counter(line, request);
        var limit = request.Limit ?? (counter is null ? null : Shown(line, form));
        var selection = form is not ("table" or "wide" or "template")
            ? new Selection(session, request.Resource, Columns(line, session, request.Resource, usual: null), hasDerived: false)
            : Selected(line, session, request, form, template);
        return new TableWatch(
            session, request with { Fields = selection.Fields, Limit = limit }, limit is null ? null : counter, selection, form, template, titles: !line.GetValue(_noHeaders)).Run();
    }

    private (string Form, RowTemplate? Template) ReadForm(ParseResult line)
    {
        var output = line.GetValue(_output);
        if (output?.StartsWith(TemplatePrefix, StringComparison.Ordinal) != true)
            return (Values.Choice(output, "the-form", "table", "wide", "name", "json", "jsonl", "yaml", "csv", TemplatePrefix + "TEXT"), null);
        if (line.GetValue(_columns) is not null)
            throw CliException.Usage(Language.Say("get.template"), Language.Say("get.template.hint"));
        return ("template", RowTemplate.Parse(output[TemplatePrefix.Length..]));
    }

    private int? Count(ParseResult line)
    {
        var isLast = line.GetResult(_last) is { Implicit: false };
        if ((isLast ? 1 : 0) + (line.GetValue(_limit) is null ? 0 : 1) + (line.GetValue(_all) ? 1 : 0) > 1)
            throw CliException.Usage(Language.Say("get.count"), Language.Say("get.count.hint"));
        return isLast ? Values.Int(line.GetValue(_last), "--last", 1, int.MaxValue) ?? 1 : Values.Int(line.GetValue(_limit), "--limit", 1, int.MaxValue);
    }

    private string? Filter(ParseResult line, Session session, string resource)
    {
        List<string> conditions = [];
        if (line.GetValue(_filter) is { } filter)
        {
            // Looked at alone first: within parentheses a part of one would be taken, and a mistake told at another place.
            if (line.GetValue(_failed) || line.GetValue(_mine) || line.GetValue(_job) is not null)
                RowReader.Pages(session.Door, new ListRequest(resource) { Filter = filter, Limit = 1 }).First().Dispose();
            conditions.Add(filter);
        }

        if (line.GetValue(_failed))
            conditions.Add(resource switch
            {
                "job" => "status == \"error\"",
                "test-job" => "health == \"Incomplete\"",
                "result" => "result == \"fail\"",
                _ => throw CliException.Usage(Language.Say("get.failed", resource), Language.Say("get.filter.hint")),
            });
        if (line.GetValue(_mine))
            conditions.Add(resource switch
            {
                "job" => $"principal == {FilterText.Quote(Accounts.Own)}",
                "test-job" => $"submitter == {FilterText.Quote(Accounts.Own)}",
                _ => throw CliException.Usage(Language.Say("get.mine", resource), Language.Say("get.filter.hint")),
            });
        if (line.GetValue(_job) is { } job)
        {
            conditions.Add(resource == "result" ? TestJobs.TestResults.Filter(Values.JobId(job))
                : throw CliException.Usage(Language.Say("get.job", resource), Language.Say("get.job.hint", resource)));
        }

        return conditions.Count switch
        {
            0 => null,
            1 => conditions[0],
            _ => string.Join(" and ", conditions.Select(c => $"({c})")),
        };
    }

    private string? Sort(ParseResult line, string resource)
    {
        var sort = line.GetValue(_sort);
        if (sort is not null && line.GetResult(_last) is { Implicit: false })
            throw CliException.Usage(Language.Say("get.last-sort"), Language.Say("get.last-sort.hint"));
        foreach (var name in (sort ?? "").Split(',', StringSplitOptions.TrimEntries).Select(n => n.TrimStart('-', '+')))
        {
            if (Layout.Of(resource)?.Derived.FirstOrDefault(d => d.Name == name && d.Sources[0] != name) is { } derived)
                throw CliException.Usage(Language.Say("get.sort", name, string.Join(", ", derived.Sources)), Language.Say("get.sort.hint", derived.Sources[0]));
        }

        return sort;
    }

    private (string? Fields, RowForm Rows) Form(ParseResult line, Session session, ListRequest request, string form, RowTemplate? template)
    {
        var headers = !line.GetValue(_noHeaders);
        switch (form)
        {
            case "name":
                return (RowReader.Key(request.Resource, RowReader.Fields(session.Door, request.Resource)).Name, new NameForm(session));
            case "json" or "jsonl" or "yaml" or "csv":
                var names = Columns(line, session, request.Resource, usual: null);
                return (names is null ? null : string.Join(',', names), form switch
                {
                    "json" => new JsonForm(session),
                    "jsonl" => new JsonLinesForm(session),
                    "yaml" => new YamlForm(session),
                    _ => new CsvForm(session, headers),
                });
            default:
                var selection = Selected(line, session, request, form, template);
                return (selection.Fields, template is not null ? new TemplateForm(session, selection, template) : new TableForm(session, selection, headers, isCut: form == "table"));
        }
    }

    /// <summary>The columns of a form for people.</summary>
    private Selection Selected(ParseResult line, Session session, ListRequest request, string form, RowTemplate? template)
    {
        var layout = Layout.Of(request.Resource);
        return new Selection(session, request.Resource, template?.Columns ?? Columns(line, session, request.Resource, form == "wide" ? layout?.Wide : layout?.Usual));
    }

    /// <summary>The field that counts up with time, where the newest rows are meant by a number of them; null for others.</summary>
    private string? Counter(ParseResult line, ListRequest request)
    {
        var counter = Layout.Of(request.Resource)?.Counter;
        if (counter is null && line.GetResult(_last) is { Implicit: false })
            throw CliException.Usage(Language.Say("get.last", request.Resource), Language.Say("get.last.hint"));
        return request.Sort is null ? counter : null;
    }

    /// <summary>Rows that a form shows where nobody says how many; null for all.</summary>
    private int? Shown(ParseResult line, string form) => form is "table" or "wide" && !line.GetValue(_all) ? UsualCount : null;

    private IReadOnlyList<Field> Print(ParseResult line, Session session, ListRequest request, RowForm rows, string form)
    {
        var counter = Counter(line, request);
        var count = request.Limit ?? Shown(line, form);
        if (counter is null || count is null)
            return RowPrinter.PrintAll(session, request, rows);

        var (fields, leftOut) = RowPrinter.PrintNewest(session, request, counter, count.Value, isLimited: request.Limit is not null, rows);
        if (leftOut is not null)
            session.Screen.Note(leftOut);
        return fields;
    }

    /// <summary><c>a,b</c> are just these; with <c>+c</c> alone the usual ones come first.</summary>
    private IReadOnlyList<string>? Columns(ParseResult line, Session session, string resource, IReadOnlyList<string>? usual)
    {
        if (line.GetValue(_columns) is not { } columns)
            return usual;
        var names = columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Contains("+"))
            throw CliException.Usage(names.Length == 0 ? Language.Say("get.columns") : Language.Say("get.columns-plus", columns), Language.Say("fields.hint", resource));
        var chosen = names.Where(n => n[0] != '+').ToList();
        if (chosen.Count == 0)
            chosen.AddRange(usual ?? [.. RowReader.Fields(session.Door, resource).Where(f => f.Default).Select(f => f.Name)]);
        chosen.AddRange(names.Where(n => n[0] == '+').Select(n => n[1..]));
        return [.. chosen.Distinct(StringComparer.Ordinal)];
    }
}
