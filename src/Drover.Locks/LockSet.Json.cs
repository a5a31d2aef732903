using System.Text.Json;

namespace Drover.Locks;

public sealed partial class LockSet
{
    /// <summary>
    /// Writes the set as one object, a property a level:
    /// <c>{"node":{"all":"shared","exclusive":["a"]},"device":{"any":["b","c"],"mode":"exclusive","minimum":1}}</c>. Choosing demands are a
    /// list beside the names: <c>{"device":{"exclusive":["a"],"choose":[{"count":2,"of":["d","b","c"],"mode":"exclusive"}]}}</c>.
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
            WriteChoices(writer, level.Key);
            writer.WriteEndObject();
        }

        foreach (var level in Choosing.Select(demand => demand.Level).Distinct(StringComparer.Ordinal))
            if (!Demands.Any(demand => demand.Lock.Level == level))
            {
                writer.WriteStartObject(level);
                WriteChoices(writer, level);
                writer.WriteEndObject();
            }

        foreach (var any in Opportunistic)
        {
            writer.WriteStartObject(any.Level);
            WriteList(writer, "any", any.Candidates);
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
        var others = new List<Func<LockSet, LockSet>>();
        foreach (var level in json.EnumerateObject())
            ReadLevel(level.Name, level.Value, demands, others);
        return others.Aggregate(Of(demands), (set, add) => add(set));
    }

    private static void ReadLevel(string level, JsonElement json, List<LockDemand> demands, List<Func<LockSet, LockSet>> others)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Invalid($"level '{level}' must be an object, not {json.ValueKind}.");
        if (json.TryGetProperty("any", out var candidates))
        {
            var (mode, minimum) = (Mode(level, "any", json), Number(level, "any", json, "minimum"));
            others.Add(set => set.WithOpportunistic(level, Names(level, candidates), mode, minimum));
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
                case "choose":
                    if (part.Value.ValueKind != JsonValueKind.Array)
                        throw Invalid($"level '{level}' must list what is chosen as an array of objects.");
                    others.AddRange(part.Value.EnumerateArray().Select(choice => ReadChoice(level, choice)));
                    break;
                default:
                    throw Invalid($"level '{level}' has an unknown part '{part.Name}'.");
            }
    }

    private static Func<LockSet, LockSet> ReadChoice(string level, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("of", out var candidates))
            throw Invalid($"level '{level}' has a choice without its candidates 'of'.");
        var (mode, count) = (Mode(level, "choose", json), Number(level, "choose", json, "count"));
        return set => set.WithChoice(level, Names(level, candidates), mode, count);
    }

    private static void WriteNames(Utf8JsonWriter writer, LockMode mode, IEnumerable<LockDemand> level)
    {
        var names = level.Where(demand => demand.Mode == mode && demand.Lock.Member is not null).Select(demand => demand.Lock.Member!).ToList();
        if (names.Count > 0)
            WriteList(writer, mode.Word(), names);
    }

    private void WriteChoices(Utf8JsonWriter writer, string level)
    {
        if (!Choosing.Any(demand => demand.Level == level))
            return;
        writer.WriteStartArray("choose");
        foreach (var demand in Choosing.Where(demand => demand.Level == level))
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", demand.Count);
            WriteList(writer, "of", demand.Candidates);
            writer.WriteString("mode", demand.Mode.Word());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, string property, IEnumerable<string> names)
    {
        writer.WriteStartArray(property);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static IEnumerable<string> Names(string level, JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? json.EnumerateArray().Select(name => name.GetString()!)
            : throw Invalid($"level '{level}' must list names as an array of texts.");

    private static int Number(string level, string kind, JsonElement json, string property) =>
        json.TryGetProperty(property, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : throw Invalid($"level '{level}' has '{kind}' without a whole number '{property}'.");

    private static LockMode Mode(string level, string kind, JsonElement json) =>
        json.TryGetProperty("mode", out var word) ? Mode(level, word) : throw Invalid($"level '{level}' has '{kind}' without 'mode'.");

    private static LockMode Mode(string level, JsonElement json) => (json.ValueKind == JsonValueKind.String ? json.GetString() : null) switch
    {
        "shared" => LockMode.Shared,
        "exclusive" => LockMode.Exclusive,
        _ => throw Invalid($"level '{level}' has the mode {json.GetRawText()}; modes are \"shared\" and \"exclusive\"."),
    };
}
