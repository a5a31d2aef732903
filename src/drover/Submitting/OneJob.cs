using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
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
