using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Live;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary><c>drover submit</c>: hands in one job or many, and follows them.</summary>
internal sealed class SubmitVerb : Verb
{
    private readonly Argument<string?> _op;
    private readonly Argument<string[]> _arguments;
    private readonly Option<string?> _file;
    private readonly Option<string?> _priority;
    private readonly Option<string[]> _depends;
    private readonly Option<string?> _comment;
    private readonly Option<string?> _reason;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _token;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public SubmitVerb()
        : base("submit", "verb.submit")
    {
        _op = Optional("OP", "argument.op");
        _arguments = Several("KEY=VALUE", "argument.parameters", atLeastOne: false);
        _file = Value("--file", "FILE", "option.file", "-f");
        _priority = Value("--priority", "N", "argument.priority", "-p");
        _depends = ValueList("--depends", "ID[:STATUS,..]", "option.depends");
        _comment = Value("--comment", "TEXT", "option.comment");
        _reason = Value("--reason", "TEXT", "option.reason");
        _dryRun = Flag("--dry-run", "option.dry-run-submit");
        _token = Value("--token", "TOKEN", "option.token");
        _detach = Flag("--detach", "option.detach-print", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "drover submit test-delay duration=2",
        "drover submit OP_GROUP_ADD group_name=rack2 --reason 'new rack'",
        "drover submit tags-set kind=node name=node1 'tags=[\"ssd\"]' --depends 17",
        "drover submit job.yaml    # a test job of LAVA, followed with its log and cases",
        "drover submit -f jobs.yaml --detach",
    ];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var options = new OpOptions
        {
            Priority = Values.Int(line.GetValue(_priority), "--priority", -20, 19),
            Comment = line.GetValue(_comment),
            Reason = line.GetValue(_reason),
            Now = (session.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100,
            Depends = [.. (line.GetValue(_depends) ?? []).Select(OpOptions.ReadDepends)],
        };
        var plan = Plan(line, session);
        var token = line.GetValue(_token) ?? plan.Token;
        var detach = line.GetValue(_detach);
        if (line.GetValue(_dryRun))
        {
            return detach
                ? throw CliException.Usage(Language.Say("dry-run.detach"), Language.Say("dry-run.detach.hint"))
                : Advised(line, session, () => DryRun.Of(session, SubmitBody(plan, options, token: null), form));
        }

        var (jobs, code) = Advised(line, session, () => Send(session, plan, options, token));
        if (!detach && jobs.Count > 1 && form == "text" && session.Screen.CanDraw)
            LivePanel.Await(session, [.. jobs.Select(job => job.Id)], timeout: null);
        foreach (var (id, follow) in jobs)
        {
            if (detach)
                OneJob.PrintId(session, id, form);
            else
                code = ExitCode.Worse(code, follow is null ? OneJob.Follow(session, id, form) : follow(session, id, form));
        }

        return code;
    }

    /// <summary>No name of an opcode has such characters.</summary>
    private static bool IsFile(string word) => word is "-" || word.Contains('.', StringComparison.Ordinal) || word.Contains('/', StringComparison.Ordinal);

    /// <summary>Does it; an error about a mistyped name says what may have been meant.</summary>
    private T Advised<T>(ParseResult line, Session session, Func<T> send)
    {
        try
        {
            return send();
        }
        catch (CliException e) when (line.GetValue(_op) is { } op && !IsFile(op))
        {
            throw UnknownOpcode.Advise(session, e, line.GetValue(_op)!, (line.GetValue(_arguments) ?? []).Select(a => a.Split('=')[0].TrimEnd(':')));
        }
    }

    private SubmitPlan Plan(ParseResult line, Session session)
    {
        var file = line.GetValue(_file);
        var op = line.GetValue(_op);
        if (file is null && op is null)
            throw CliException.Usage(Language.Say("submit.what"), Language.Say("submit.what.hint"));
        var arguments = line.GetValue(_arguments) ?? [];
        if (file is null && IsFile(op!))
        {
            return arguments.FirstOrDefault(argument => argument.Contains('=', StringComparison.Ordinal) && !File.Exists(argument)) is { } parameter
                ? throw CliException.Usage(Language.Say("submit.parameter", parameter, op), Language.Say("submit.parameter.hint"))
                : JobFile.Read(session, [op!, .. arguments]);
        }

        if (file is not null && op is not null)
            throw CliException.Usage(Language.Say("submit.both", op), Language.Say("submit.both.hint"));
        return file is not null
            ? JobFile.Read(session, file)
            : new SubmitPlan([new([OpArguments.Read(op!, arguments)])], IsList: false, Token: null);
    }

    private static (List<(long Id, Func<Session, long, string, int>? Follow)> Jobs, int Code) Send(Session session, SubmitPlan plan, OpOptions options, string? token)
    {
        using var bar = new ProgressBar(session.Screen, "job", plan.Jobs.Count);
        bar.Say(Language.Say("submit.handing", plan.Jobs.Count));
        using var answer = session.Door.Post("/v1/jobs", SubmitBody(plan, options, token));
        if (!plan.IsList)
            return ([(answer.RootElement.GetProperty("id").GetInt64(), plan.Jobs[0].Follow)], ExitCode.Ok);

        var jobs = new List<(long, Func<Session, long, string, int>?)>();
        var code = ExitCode.Ok;
        foreach (var (job, index) in answer.RootElement.GetProperty("jobs").EnumerateArray().Select((j, i) => (j, i)))
        {
            if (job.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
            {
                jobs.Add((id.GetInt64(), plan.Jobs[index].Follow));
                continue;
            }

            var error = ErrorReply.FromElement(job.GetProperty("error"));
            ErrorPrinter.Print(session.Screen, new CliException(error.Code, $"jobs[{index}]: {error.Message}", error.ExitCode, error.Hint));
            code = ExitCode.Worse(code, error.ExitCode);
        }

        return (jobs, code);
    }

    private static ReadOnlyMemory<byte> SubmitBody(SubmitPlan plan, OpOptions options, string? token) => Body.Of(writer =>
    {
        if (plan.IsList)
        {
            writer.WriteStartArray("jobs");
            foreach (var job in plan.Jobs)
            {
                writer.WriteStartObject();
                WriteOps(writer, job.Ops, options);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteOps(writer, plan.Jobs[0].Ops, options);
        }

        if (token is not null)
            writer.WriteString("token", token);
    });

    private static void WriteOps(Utf8JsonWriter writer, IReadOnlyList<JsonElement> ops, OpOptions options)
    {
        writer.WriteStartArray("ops");
        foreach (var op in ops)
            options.Write(writer, op);
        writer.WriteEndArray();
    }
}
