using System.Text.Json;

namespace Drover.Kernel.Locks;

public sealed partial class LockSet
{
    /// <summary>
    /// Writes the set as one object, a property a level:
    /// <c>{"node":{"all":"shared","exclusive":["a"]},"device":{"any":["b","c"],"mode":"exclusive","minimum":1}}</c>.
    /// Equal sets are written as equal bytes.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var level in Demands.GroupBy(demand => demand.Lock.Level, StringComparer.Ordinal))
        {
            writer.WriteStartObject(level.Key);
            foreach (var whole in level.Where(demand => demand.Lock.Member is null))
                writer.WriteString("all", whole.Mode.Word());
            WriteNames(writer, LockMode.Shared, level);
            WriteNames(writer, LockMode.Exclusive, level);
            writer.WriteEndObject();
        }

        foreach (var any in Opportunistic)
        {
            writer.WriteStartObject(any.Level);
            writer.WriteStartArray("any");
            foreach (var name in any.Candidates)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteString("mode", any.Mode.Word());
            writer.WriteNumber("minimum", any.Minimum);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="DroverException"><c>LOCK_SET_INVALID</c>: it has another form; the text names the level.</exception>
    public static LockSet Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Invalid($"an object was expected, not {json.ValueKind}.");
        var demands = new List<LockDemand>();
        var opportunistic = new List<OpportunisticDemand>();
        foreach (var level in json.EnumerateObject())
            ReadLevel(level.Name, level.Value, demands, opportunistic);
        var set = Of(demands);
        return opportunistic.Aggregate(set, (all, any) => all.WithOpportunistic(any.Level, any.Candidates, any.Mode, any.Minimum));
    }

    private static void ReadLevel(string level, JsonElement json, List<LockDemand> demands, List<OpportunisticDemand> opportunistic)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Invalid($"level '{level}' must be an object, not {json.ValueKind}.");
        if (json.TryGetProperty("any", out var candidates))
        {
            var mode = json.TryGetProperty("mode", out var word) ? Mode(level, word) : throw Invalid($"level '{level}' has 'any' without 'mode'.");
            var minimum = json.TryGetProperty("minimum", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var least)
                ? least
                : throw Invalid($"level '{level}' has 'any' without a whole number 'minimum'.");
            opportunistic.Add(new(level, [.. Names(level, candidates)], mode, minimum));
            return;
        }

        foreach (var part in json.EnumerateObject())
            switch (part.Name)
            {
                case "all":
                    demands.Add(new(new(level, null), Mode(level, part.Value)));
                    break;
                case "shared" or "exclusive":
                    var mode = part.Name == "shared" ? LockMode.Shared : LockMode.Exclusive;
                    demands.AddRange(Names(level, part.Value).Select(name => new LockDemand(new(level, name), mode)));
                    break;
                default:
                    throw Invalid($"level '{level}' has an unknown part '{part.Name}'.");
            }
    }

    private static void WriteNames(Utf8JsonWriter writer, LockMode mode, IEnumerable<LockDemand> level)
    {
        var names = level.Where(demand => demand.Mode == mode && demand.Lock.Member is not null).ToList();
        if (names.Count == 0)
            return;
        writer.WriteStartArray(mode.Word());
        foreach (var demand in names)
            writer.WriteStringValue(demand.Lock.Member);
        writer.WriteEndArray();
    }

    private static IEnumerable<string> Names(string level, JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? json.EnumerateArray().Select(name => name.GetString()!)
            : throw Invalid($"level '{level}' must list names as an array of texts.");

    private static LockMode Mode(string level, JsonElement json) => (json.ValueKind == JsonValueKind.String ? json.GetString() : null) switch
    {
        "shared" => LockMode.Shared,
        "exclusive" => LockMode.Exclusive,
        _ => throw Invalid($"level '{level}' has the mode {json.GetRawText()}; modes are \"shared\" and \"exclusive\"."),
    };
}
