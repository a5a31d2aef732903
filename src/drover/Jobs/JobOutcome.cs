using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Tells how a job ended: results on standard output, a failure on standard error.</summary>
internal static class JobOutcome
{
    /// <summary>Members of a result, such as nodes, that are shown one by one; of more it is said how many have which value.</summary>
    private const int MostMembers = 20;

    /// <summary>Different values that can be counted in a line.</summary>
    private const int MostValues = 5;

    public static void Print(Session session, JobUpdate update)
    {
        session.Screen.Out.WriteLine(Language.Say("job.now", update.Id, update.Status));
        if (update.Status == "success" && update.OpResult.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var result in update.OpResult.EnumerateArray())
            {
                if (result.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && !IsEmpty(result))
                    session.Screen.Out.WriteLine($"op {index}: {Text(result)}");
                index++;
            }
        }

        session.Screen.Flush();
        if (Failure(update) is { } failure)
            Terminal.ErrorPrinter.Print(session.Screen, failure);
    }

    private static string Text(JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Object && result.GetPropertyCount() > MostMembers
            && result.EnumerateObject().CountBy(member => ValueText.Json(member.Value), StringComparer.Ordinal).ToList() is { Count: <= MostValues } values)
            return string.Join(", ", values.OrderByDescending(value => value.Value).Select(value => $"{value.Value} x {value.Key}"));
        return ValueText.Json(result);
    }

    /// <summary>The error that a job ended with; null for success.</summary>
    public static CliException? Failure(JobUpdate update) => update.Status switch
    {
        "success" => null,
        "canceled" => new("JOB_CANCELED", Language.Say("outcome.canceled", update.Id, Reason(update)), ExitCode.Canceled),
        _ => new("JOB_FAILED", Language.Say("outcome.ended", update.Id, update.Status, Reason(update)), ExitCode.Failed, Language.Say("outcome.hint", update.Id)),
    };

    /// <summary>The error of the first opcode that did not succeed, as the end of a sentence; empty when there is none.</summary>
    public static string Reason(JobUpdate update)
    {
        if (update.OpStatus.ValueKind != JsonValueKind.Array || update.OpResult.ValueKind != JsonValueKind.Array)
            return "";
        foreach (var (state, index) in update.OpStatus.EnumerateArray().Select((s, i) => (s, i)))
        {
            if (index < update.OpResult.GetArrayLength() && (state.ValueEquals("error") || (state.ValueEquals("canceled") && SaysWhy(update.OpResult[index]))))
                return $": op {index}: {ErrorText(update.OpResult[index])}";
        }

        return "";
    }

    /// <summary>The second argument of the error of the first failed opcode, a word for programs; null when there is none.</summary>
    public static string? Kind(JobUpdate update)
    {
        if (update.OpStatus.ValueKind != JsonValueKind.Array || update.OpResult.ValueKind != JsonValueKind.Array)
            return null;
        var failed = update.OpStatus.EnumerateArray().TakeWhile(state => !state.ValueEquals("error")).Count();
        return failed < Math.Min(update.OpStatus.GetArrayLength(), update.OpResult.GetArrayLength())
            && Arguments(update.OpResult[failed]) is { } arguments && arguments.GetArrayLength() > 1 && arguments[1].ValueKind == JsonValueKind.String
            ? arguments[1].GetString() : null;
    }

    /// <summary>The form <c>[class, [message, ...]]</c> in which failed opcodes keep their error. On one line: what programs of others say must not look like ours.</summary>
    private static string ErrorText(JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.String)
            return ValueText.Plain(result);
        return Arguments(result) is { } arguments && arguments.GetArrayLength() > 0 && arguments[0].ValueKind == JsonValueKind.String
            ? ValueText.Plain(arguments[0]) : ValueText.Json(result);
    }

    private static JsonElement? Arguments(JsonElement result) =>
        result.ValueKind == JsonValueKind.Array && result.GetArrayLength() == 2 && result[1].ValueKind == JsonValueKind.Array ? result[1] : null;

    /// <summary>A cancellation by somebody needs no reason; one by the daemon, such as "superseded by job 18", has one.</summary>
    private static bool SaysWhy(JsonElement result) => result.ValueKind == JsonValueKind.String && !result.ValueEquals("Job canceled by request");

    private static bool IsEmpty(JsonElement result) => result.ValueKind == JsonValueKind.Array && result.GetArrayLength() == 0;
}
