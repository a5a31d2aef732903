using System.Text.Json;
using Drover.Cli.Jobs;
using Drover.Cli.Submitting;

namespace Drover.Cli.People;

/// <summary>A job about an account or a token, of which only its result is worth a word.</summary>
internal static class PeopleJob
{
    /// <summary>Submits one opcode and waits for its end; what it results in.</summary>
    /// <exception cref="CliException">It did not succeed.</exception>
    public static JsonElement Run(Session session, string opcode, Action<Utf8JsonWriter> parameters)
    {
        var id = OneJob.Submit(session, opcode, parameters);
        var update = new JobFollower(session, id) { AfterLog = null }.Follow(static _ => { })!;
        return JobOutcome.Failure(update) is { } failure ? throw failure : update.OpResult[0];
    }
}
