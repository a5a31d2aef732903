using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;

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
        : base("retry", "submit a job that failed or was canceled anew, and follow it")
    {
        _job = Required("JOB", "id of the job");
        _reason = Value("--reason", "TEXT", "why; added to the reason trail");
        _detach = Flag("--detach", "print the id of the new job and return", "-d");
        _output = Value("--output", "FORM", "text or json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover retry 17", "drover retry $(drover get jobs --failed --last -o name) --detach"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the form", "text", "json");
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
            throw new CliException("NOT_FAILED", $"job {id} is {status}: only one that ended as error or canceled is submitted anew", ExitCode.Refused,
                status == "success" ? $"'drover show {id} -o json' has its opcodes, to submit them yourself" : $"'drover wait {id}' waits for its end");
        }

        if (!job.TryGetProperty("ops", out var ops) || ops.ValueKind != JsonValueKind.Array)
            throw new CliException("NOT_ALLOWED", $"this user may not see what job {id} was made of", ExitCode.NotAllowed, "its owner and operators may");
        var hidden = ops.EnumerateArray().SelectMany(op => op.EnumerateObject()).FirstOrDefault(p => p.Value.ValueKind == JsonValueKind.String && p.Value.ValueEquals(Redacted));
        return hidden.Value.ValueKind == JsonValueKind.Undefined ? ops
            : throw new CliException("SECRET_NOT_KEPT", $"job {id} had a secret in {hidden.Name}, which the daemon does not keep", ExitCode.Refused, "submit it anew yourself, with the secret");
    }
}
