using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>Submits a job that a verb has written itself, mostly of one opcode, and follows a submitted job as <c>drover submit</c> does.</summary>
internal static class OneJob
{
    /// <summary>Submits; returns the job's id. <paramref name="parameters"/> writes what follows the opcode's name.</summary>
    public static long Submit(Session session, string opcode, Action<Utf8JsonWriter> parameters) => Submit(session, [(opcode, parameters)]);

    /// <summary>Submits one job of several opcodes.</summary>
    public static long Submit(Session session, IEnumerable<(string Opcode, Action<Utf8JsonWriter> Parameters)> opcodes)
    {
        using var answer = session.Door.Post("/v1/jobs", Body.OfOpcodes(opcodes));
        return answer.RootElement.GetProperty("id").GetInt64();
    }

    /// <summary>Submits what a verb has written and follows it, or prints its id. A refusal is told, and does not keep others from it.</summary>
    public static int Run(Session session, ReadOnlyMemory<byte> body, bool detach, string form)
    {
        try
        {
            using var answer = session.Door.Post("/v1/jobs", body);
            var id = answer.RootElement.GetProperty("id").GetInt64();
            if (!detach)
                return Follow(session, id, form);
            PrintId(session, id, form);
            return ExitCode.Ok;
        }
        catch (CliException e) when (ExitCode.IsTurnedAway(e.ExitCode))
        {
            ErrorPrinter.Print(session.Screen, e);
            return e.ExitCode;
        }
    }

    /// <summary>Follows to the end; the exit code tells the outcome.</summary>
    public static int Follow(Session session, long id, string form, Func<JobUpdate, int>? exitCode = null)
    {
        if (form == "text")
            session.Screen.Out.WriteLine(Language.Say("job.submitted", id));
        session.Screen.Flush();
        return LiveLog.Follow(session, id, states: false, form, exitCode);
    }

    public static void PrintId(Session session, long id, string form)
    {
        if (form == "text")
        {
            session.Screen.Out.WriteLine(id);
            return;
        }

        using var document = JsonDocument.Parse(Body.Of(w => w.WriteNumber("id", id)));
        JsonLines.WriteLine(session, document.RootElement);
    }
}
