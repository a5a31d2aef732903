using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary><c>drover retry</c>: submits a job that failed anew, with the same opcodes.</summary>
internal sealed class RetryVerb : Verb
{
    /// <summary>What stands in place of a value that was not kept.</summary>
    private const string Redacted = "<redacted>";

    private readonly Argument<string> _job;
    private readonly Option<string?> _reason;
    private readonly Option<bool> _detach;
    private readonly Option<string?> _output;

    public RetryVerb()
        : base("retry", "verb.retry")
    {
        _job = Required("JOB", "argument.the-job");
        _reason = Value("--reason", "TEXT", "option.reason");
        _detach = Flag("--detach", "option.detach-new", "-d");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover retry 17", "drover retry $(drover get jobs --failed --last -o name) --detach"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var old = Values.JobId(line.GetValue(_job)!);
        using var job = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{old}"));
        var ops = Opcodes(job.RootElement, old);
        var options = new OpOptions
        {
            Reason = line.GetValue(_reason) ?? string.Create(CultureInfo.InvariantCulture, $"job {old} anew"),
            Source = "drover:retry",
            Now = (session.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100,
        };
        using var answer = session.Door.Post("/v1/jobs", Body.Of(writer =>
        {
            writer.WriteStartArray("ops");
            foreach (var op in ops.EnumerateArray())
                options.Write(writer, op);
            writer.WriteEndArray();
        }));
        var id = answer.RootElement.GetProperty("id").GetInt64();
        if (!line.GetValue(_detach))
            return OneJob.Follow(session, id, form);
        OneJob.PrintId(session, id, form);
        return ExitCode.Ok;
    }

    private static JsonElement Opcodes(JsonElement job, long id)
    {
        var status = job.GetProperty("status").GetString();
        if (status is not ("error" or "canceled"))
        {
            throw new CliException("NOT_FAILED", Language.Say("retry.status", id, status), ExitCode.Refused,
                status == "success" ? Language.Say("retry.opcodes.hint", id) : Language.Say("retry.wait.hint", id));
        }

        if (!job.TryGetProperty("ops", out var ops) || ops.ValueKind != JsonValueKind.Array)
            throw new CliException("NOT_ALLOWED", Language.Say("retry.denied", id), ExitCode.NotAllowed, Language.Say("retry.denied.hint"));
        var hidden = ops.EnumerateArray().SelectMany(op => op.EnumerateObject()).FirstOrDefault(p => p.Value.ValueKind == JsonValueKind.String && p.Value.ValueEquals(Redacted));
        return hidden.Value.ValueKind == JsonValueKind.Undefined ? ops
            : throw new CliException("SECRET_NOT_KEPT", Language.Say("retry.secret", id, hidden.Name), ExitCode.Refused, Language.Say("retry.secret.hint"));
    }
}
