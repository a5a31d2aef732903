using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Happenings;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>Asks the daemon what jobs would do. None is made.</summary>
internal static class DryRun
{
    /// <summary>One opcode that a verb has written itself: its steps, without more. <paramref name="parameters"/> writes what follows the opcode's name.</summary>
    /// <param name="nothing">What to say when there is nothing to do.</param>
    /// <param name="failed">The exit code when something speaks against it.</param>
    /// <param name="isSubmit">What the submit would be refused for counts; false for what is looked at and never submitted.</param>
    public static int OfOne(Session session, string opcode, string form, string nothing, int failed, Action<Utf8JsonWriter> parameters, bool isSubmit = true)
    {
        using var answer = session.Door.Post("/v1/jobs/check", Body.OfOpcode(opcode, parameters));
        var job = answer.RootElement.GetProperty("jobs")[0];
        var op = job.GetProperty("ops")[0];
        if (form == "json")
            JsonLines.WriteIndented(session, op);
        else
            WriteLines(session, op, "", nothing);
        if (isSubmit && Refusal(job) is { } refusal)
            throw refusal;
        if (IsToConfirm(op))
            throw new CliException("WOULD_ASK", Problem(op)!, ExitCode.Refused);
        return Problem(op) is { } problem ? throw new CliException("WOULD_FAIL", problem, failed) : ExitCode.Ok;
    }

    /// <summary>Jobs as they would be submitted: what each opcode would lock and do.</summary>
    public static int Of(Session session, ReadOnlyMemory<byte> body, string form)
    {
        using var answer = session.Door.Post("/v1/jobs/check", body);
        var jobs = answer.RootElement.GetProperty("jobs");
        if (form == "json")
            JsonLines.WriteIndented(session, jobs);
        var code = ExitCode.Ok;
        var number = 0;
        foreach (var op in jobs.EnumerateArray().SelectMany(job => job.GetProperty("ops").EnumerateArray()))
        {
            var place = jobs.GetArrayLength() > 1 || number > 0 ? Language.Say("dry-run.opcode", ++number) : "";
            if (form == "text")
                Write(session, op);
            if (Problem(op) is not { } problem)
                continue;
            ErrorPrinter.Print(session.Screen, new CliException(IsToConfirm(op) ? "WOULD_ASK" : "WOULD_FAIL", $"{place}{problem}", ExitCode.Refused));
            code = ExitCode.Refused;
        }

        // What is refused as a whole is so for each job, and told once.
        foreach (var refusal in jobs.EnumerateArray().Select(Refusal).OfType<CliException>().DistinctBy(refusal => refusal.Message))
        {
            ErrorPrinter.Print(session.Screen, refusal);
            code = ExitCode.Refused;
        }

        session.Screen.Note(code == ExitCode.Ok ? Language.Say("dry-run.fine") : Language.Say("dry-run.none"));
        return code;
    }

    private static void Write(Session session, JsonElement op)
    {
        session.Screen.Out.WriteLine(ValueText.Plain(op.GetProperty("summary")));
        session.Screen.Out.WriteLine(Language.Say("dry-run.locks", new Payload(op).Locks("locks") ?? Language.Say("none")));
        WriteLines(session, op, "  ", nothing: null);
    }

    private static void WriteLines(Session session, JsonElement op, string indent, string? nothing)
    {
        foreach (var line in op.GetProperty("lines").EnumerateArray())
            session.Screen.Out.WriteLine(indent + Printable.Line(line.GetString()!));
        if (nothing is not null && op.GetProperty("lines").GetArrayLength() == 0 && Problem(op) is null)
            session.Screen.Out.WriteLine(nothing);
    }

    /// <summary>What the submit of a job would be answered; null when it would be taken.</summary>
    private static CliException? Refusal(JsonElement job) =>
        job.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.Object ? ErrorReply.FromElement(refusal) : null;

    private static bool IsToConfirm(JsonElement op) => op.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("to_confirm");

    private static string? Problem(JsonElement op) => op.GetProperty("problem") is { ValueKind: JsonValueKind.String } problem ? ValueText.Plain(problem) : null;
}
