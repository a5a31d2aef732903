using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Happenings;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Submitting;

/// <summary>Asks the daemon what jobs would do. None is made.</summary>
internal static class DryRun
{
    /// <summary>One opcode that a verb has written itself: its steps, without more. <paramref name="parameters"/> writes what follows the opcode's name.</summary>
    /// <param name="nothing">What to say when there is nothing to do.</param>
    /// <param name="failed">The exit code when something speaks against it.</param>
    public static int OfOne(Session session, string opcode, string form, string nothing, int failed, Action<Utf8JsonWriter> parameters)
    {
        using var answer = session.Door.Post("/v1/jobs/check", Body.OfOpcode(opcode, parameters));
        var op = answer.RootElement.GetProperty("jobs")[0].GetProperty("ops")[0];
        if (form == "json")
            JsonLines.WriteIndented(session, op);
        else
            WriteLines(session, op, "", nothing);
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
            var place = jobs.GetArrayLength() > 1 || number > 0 ? $"opcode {++number}: " : "";
            if (form == "text")
                Write(session, op);
            if (Problem(op) is not { } problem)
                continue;
            ErrorPrinter.Print(session.Screen, new CliException("WOULD_FAIL", $"{place}{problem}", ExitCode.Refused));
            code = ExitCode.Refused;
        }

        session.Screen.Note(code == ExitCode.Ok ? "Nothing speaks against it. Nothing was submitted." : "Nothing was submitted.");
        return code;
    }

    private static void Write(Session session, JsonElement op)
    {
        session.Screen.Out.WriteLine(ValueText.Plain(op.GetProperty("summary")));
        session.Screen.Out.WriteLine($"  locks: {new Payload(op).Locks("locks") ?? "none"}");
        WriteLines(session, op, "  ", nothing: null);
    }

    private static void WriteLines(Session session, JsonElement op, string indent, string? nothing)
    {
        foreach (var line in op.GetProperty("lines").EnumerateArray())
            session.Screen.Out.WriteLine(indent + Printable.Line(line.GetString()!));
        if (nothing is not null && op.GetProperty("lines").GetArrayLength() == 0 && Problem(op) is null)
            session.Screen.Out.WriteLine(nothing);
    }

    private static string? Problem(JsonElement op) => op.GetProperty("problem").GetString();
}
