using System.Text.Json;

namespace Drover.Agent.Identity;

/// <summary>Who was left in the session of a main process that has ended. As long as one of them lives the session has not run empty since, so it is still ours.</summary>
/// <param name="Members">Number and start time (clock ticks after boot) of each.</param>
internal sealed record SessionRest(IReadOnlyList<(int Pid, ulong StartTime)> Members)
{
    private const string Name = "session";

    /// <summary>As many are kept: one that lives is enough.</summary>
    private const int Most = 64;

    internal static SessionRest Of(IEnumerable<(int Pid, ulong StartTime)> members) => new([.. members.Take(Most)]);

    internal bool Holds(int pid, ulong startTime) => Members.Contains((pid, startTime));

    /// <summary>Whether both say the same.</summary>
    internal bool Matches(SessionRest? other) => other is not null && Members.SequenceEqual(other.Members);

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray(Name);
        foreach (var (pid, startTime) in Members)
        {
            json.WriteNumberValue(pid);
            json.WriteNumberValue(startTime);
        }
        json.WriteEndArray();
    }

    internal static SessionRest? Read(JsonElement record)
    {
        if (!record.TryGetProperty(Name, out var array))
            return null;
        var numbers = array.EnumerateArray().ToList();
        return new([.. numbers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0].GetInt32(), pair[1].GetUInt64()))]);
    }
}
