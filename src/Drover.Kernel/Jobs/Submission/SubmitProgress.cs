using System.Text.Json;
using Drover.Kernel.Journal;

namespace Drover.Kernel.Jobs;

/// <summary>How far a submit is: what its token remembers, so that a client that asks again after a crash gets the same jobs.</summary>
/// <param name="First">The first of the ids that were drawn for it; 0 when all are answered.</param>
/// <param name="Digest">SHA-256 of the request.</param>
/// <param name="Answers">Answers of the jobs that were taken in so far.</param>
internal sealed record SubmitProgress(long First, ReadOnlyMemory<byte> Digest, IReadOnlyList<SubmitAnswer> Answers)
{
    /// <summary>Reads what a token remembers: a list of answers when the submit is complete, else an object with the first id and that list.</summary>
    public static SubmitProgress Of(TokenRow row)
    {
        using var answer = JsonDocument.Parse(row.Answer);
        return answer.RootElement.ValueKind == JsonValueKind.Object
            ? new SubmitProgress(answer.RootElement.GetProperty("first").GetInt64(), row.Digest, Read(answer.RootElement.GetProperty("answers")))
            : new SubmitProgress(0, row.Digest, Read(answer.RootElement));
    }

    /// <summary>The row that remembers it.</summary>
    public TokenRow ToRow(Principal principal, string token, Timestamp now, bool isComplete) => new(principal.ToString(), token, now, Digest, RawJson.Write(writer =>
    {
        if (!isComplete)
        {
            writer.WriteStartObject();
            writer.WriteNumber("first", First);
            writer.WritePropertyName("answers");
        }
        WriteAnswers(writer);
        if (!isComplete)
            writer.WriteEndObject();
    }).Utf8);

    private static List<SubmitAnswer> Read(JsonElement answers) =>
        [.. answers.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number
            ? new SubmitAnswer(item.GetInt64(), null)
            : new SubmitAnswer(0, new SubmitRefusedException(item[0].GetString()!, item[1].GetString()!)))];

    private void WriteAnswers(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Answers)
        {
            if (item.Refusal is null)
            {
                writer.WriteNumberValue(item.Id);
                continue;
            }
            writer.WriteStartArray();
            writer.WriteStringValue(item.Refusal.Code);
            writer.WriteStringValue(item.Refusal.Message);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
