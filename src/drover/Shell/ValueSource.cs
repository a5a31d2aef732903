using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Explaining;
using Drover.Cli.Lab;
using Drover.Cli.Listing;
using Drover.Cli.Services;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Shell;

/// <summary>Values that an argument or option may have, by the word that stands for it in the help.</summary>
internal sealed class ValueSource(CommandTree tree, Session session, CommandLineSoFar line)
{
    private const int MostRows = 1_000;

    /// <param name="name">The word of the help, such as <c>RESOURCE</c>.</param>
    /// <param name="option">Name of the option; null for an argument.</param>
    /// <param name="description">Its line of the help.</param>
    /// <exception cref="CliException">The daemon does not answer.</exception>
    public IEnumerable<Candidate> Of(string name, string? option, string description) => name switch
    {
        "FORM" => Choices(description),
        "FILE" or "PATH" => [Candidate.Files],
        "DIR" => [Candidate.Directories],
        "RESOURCE" => Resources(),
        "NAME" when LabKind.All.FirstOrDefault(kind => kind.Word == line.Command.Name) is { } kind => line.Command.Parents.Any(parent => parent.Name == "add") ? [] : Column(kind.Word, "name"),
        "NAME" => line.Arguments.Count > 0 ? Keys(ResourceNames.Resolve(session.Door, line.Arguments[0])) : [],
        "ID" when option == "--job" => TestJobs(),
        "ID" when line.Command.Name == "why" && line.Word.StartsWith('g') => Column("placement", "group").Select(group => group with { Text = $"group/{group.Text}" }),
        "ID" or "ID[:STATUS,..]" => Jobs(),
        "JOB" => Jobs("status == \"error\" or status == \"canceled\""),
        "OP" => Opcodes(),
        "KEY=VALUE" => Parameters(),
        "GROUP" when line.Command.Name == "move" => Column("placement", "group"),
        "GROUP" => Column("service-group", "name"),
        "GROUP/TAG" => Column("process", "name"),
        "GROUP[/TAG]" => Column("service-group", "name").Concat(Column("process", "name")),
        "LEVEL" => Levels(),
        "TYPE" => Column("device-type", "name"),
        "WORKER" => Column("worker", "name"),
        "HEALTH" or "UNIT" => Choices(description),
        "ANSWER" => Words("yes", "no"),
        "SIGNAL" => SignalNames.All.Select(s => new Candidate(s)),
        "NODE" when line.Command.Name == "exec" => AfterComma(Machines()),
        "NODE" when line.Command.Parents.All(parent => parent.Name != "add") => Column("agent", "node"),
        "N" when option == "--node" => line.Command.Name == "tell" ? AfterComma(Machines()) : Machines(),
        "N" when option == "--canary" => AfterComma(Machines()),
        "LIST" => AfterComma(Fields()),
        "EXPR" => line.Word.Contains(' ', StringComparison.Ordinal) ? [] : Fields(),
        "LEVELS" => Words("debug", "information", "warning", "error"),
        "SHELL" => Choices(description),
        "TOPIC" => tree.Root.Subcommands.Select(c => new Candidate(c.Name, Language.About(c.Description))).Append(new Candidate("exit-codes", Language.Say("completion.exit-codes"))),
        "WHAT" when line.Command.Name == "drain" => Words("on", "off", "status"),
        "WHAT" when line.Command.Name == "explain" => Topics(),
        _ => [],
    };

    private static IEnumerable<Candidate> Words(params IEnumerable<string> words) => words.Select(w => new Candidate(w));

    /// <summary>The help lists the choices: <c>table, json or name</c>. They are the same in all languages; the first says how they are taken apart.</summary>
    private static IEnumerable<Candidate> Choices(string description) =>
        Words(Language.About(description, Language.All[0]).Split([",", " or "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('=') is [var key, _] ? key + "=" : w));

    private IEnumerable<Candidate> Resources()
    {
        string[] others = line.Command.Name == "get" ? ["status"] : [];
        try
        {
            return Words(ResourceNames.Words(session.Door).Select(ResourceNames.Plural).Append("groups").Concat(others).Distinct(StringComparer.Ordinal));
        }
        catch (CliException)
        {
            return Words(ResourceNames.Known.Select(ResourceNames.Plural).Concat(others));
        }
    }

    private IEnumerable<Candidate> Topics()
    {
        if (line.Word.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && ResourceNames.Find(session.Door, line.Word[..dot]) is { } resource)
            return RowReader.Fields(session.Door, resource).Select(f => new Candidate($"{line.Word[..dot]}.{f.Name}", f.Doc));
        return Opcodes().Concat(Words(ResourceNames.Known));
    }

    /// <summary>Those of the daemon; where none answers, those of the page.</summary>
    private IEnumerable<Candidate> Opcodes()
    {
        try
        {
            using var answer = session.Door.Get("/v1/opcodes");
            return [.. answer.RootElement.GetProperty("opcodes").EnumerateArray().Select(o => new Candidate(
                OpName.Short(o.GetProperty("id").GetString()!), string.Join(' ', o.GetProperty("parameters").EnumerateArray().Select(p => p.GetString()))))];
        }
        catch (CliException)
        {
            return OpcodePage.Load().Entries.Select(e => new Candidate(OpName.Short(e.Id), e.Parameters));
        }
    }

    private IEnumerable<Candidate> Parameters()
    {
        if (line.Arguments.Count == 0 || line.Word.Contains('=', StringComparison.Ordinal))
            return [];
        using var answer = session.Door.Get($"/v1/opcodes/{Uri.EscapeDataString(OpName.Full(line.Arguments[0]))}");
        return [.. answer.RootElement.GetProperty("parameters").EnumerateArray()
            .Where(p => !line.Arguments.Any(a => a.StartsWith(p.GetProperty("name").GetString() + "=", StringComparison.Ordinal)))
            .Select(p => new Candidate(p.GetProperty("name").GetString() + "=", p.GetProperty("type").GetString()!))];
    }

    private IEnumerable<Candidate> Fields() => line.Arguments.Count == 0 ? []
        : ResourceNames.Resolve(session.Door, line.Arguments[0]) is var resource
            ? RowReader.Fields(session.Door, resource).Select(f => new Candidate(f.Name, f.Doc)).Concat((Layout.Of(resource)?.Derived ?? []).Select(d => new Candidate(d.Name, Language.Say("completion.of-tables")))).DistinctBy(c => c.Text)
            : [];

    /// <summary>Of a list with commas the last word, and the sign before it, are what is completed.</summary>
    private IEnumerable<Candidate> AfterComma(IEnumerable<Candidate> words)
    {
        var begin = line.Word.LastIndexOf(',') + 1;
        if (begin < line.Word.Length && line.Word[begin] is '+' or '-')
            begin++;
        return words.Select(w => w with { Text = line.Word[..begin] + w.Text });
    }

    private IEnumerable<Candidate> Levels() => line.Arguments.Count == 0 ? []
        : Rows("service-group", "levels", $"name == {FilterText.Quote(line.Arguments[0])}").SelectMany(row => row[0][1].ValueKind == JsonValueKind.Array ? row[0][1].EnumerateArray() : [])
            .Select(level => new Candidate(level.GetString()!)).Append(new Candidate("off", Language.Say("completion.off")));

    private IEnumerable<Candidate> Keys(string resource) => resource == "job" ? Jobs() : resource == "test-job" ? TestJobs() : Column(resource, RowReader.Key(resource, RowReader.Fields(session.Door, resource)).Name);

    /// <summary>Machines that something can be told to, the daemon's own among them, by the names that they have joined by.</summary>
    private IEnumerable<Candidate> Machines() => Rows("node", "name,agent,state", "state != \"no agent\"")
        .Select(row => new Candidate(ValueText.Plain(row[1][1] is { ValueKind: JsonValueKind.String } agent ? agent : row[0][1]), ValueText.Plain(row[2][1])));

    private IEnumerable<Candidate> Column(string resource, string field) => Rows(resource, field).Select(row => new Candidate(ValueText.Plain(row[0][1])));

    /// <summary>The newest jobs; of verbs that are about what goes on, those that have not ended.</summary>
    private IEnumerable<Candidate> Jobs(string? filter = null)
    {
        const string Unfinished = "not (status == \"success\" or status == \"error\" or status == \"canceled\")";
        filter ??= line.Command.Name switch
        {
            "cancel" or "priority" or "why" or "wait" or "watch" => Unfinished,
            "archive" => $"not ({Unfinished})",
            _ => null,
        };
        var rows = Rows("job", "id,status,summary", filter, "-id", 50);
        var jobs = rows.Select(row => new Candidate(row[0][1].GetInt64().ToString(CultureInfo.InvariantCulture), $"{ValueText.Plain(row[1][1])} {ValueText.Plain(row[2][1])}"));
        return line.Command.Name == "logs" ? jobs.Concat(Outputs()) : jobs;
    }

    /// <summary>What has an output: processes, those of other nodes by the names that the table has for their logs.</summary>
    private IEnumerable<Candidate> Outputs() => Rows("process", "name,log").Select(row => ValueText.Plain(row[1][1]) is { Length: > 0 } log && !log.StartsWith('/') ? new Candidate(log) : new Candidate(ValueText.Plain(row[0][1])));

    /// <summary>The newest test jobs.</summary>
    private IEnumerable<Candidate> TestJobs() => Rows("test-job", "id,state,health,name", filter: null, "-id", 50)
        .Select(row => new Candidate(ValueText.Plain(row[0][1]), $"{ValueText.Plain(row[1][1])} {ValueText.Plain(row[2][1])} {ValueText.Plain(row[3][1])}"));

    private List<JsonElement> Rows(string resource, string fields, string? filter = null, string? sort = null, int limit = MostRows)
    {
        using var page = session.Door.Get(RowReader.Target(new ListRequest(resource) { Fields = fields, Filter = filter, Sort = sort }, limit, after: null));
        return [.. page.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.Clone())];
    }
}
