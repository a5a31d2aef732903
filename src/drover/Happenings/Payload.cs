using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;

namespace Drover.Cli.Happenings;

/// <summary>The payload of an event in words, member by member.</summary>
internal readonly struct Payload(JsonElement source)
{
    /// <summary>A member as text; <c>-</c> where there is none.</summary>
    public string this[string name] => ValueText.Plain(Member(name));

    public string Job => $"job {this["id"]}";

    /// <summary>The job, and which of its opcodes where it is not the first.</summary>
    public string JobStep => Member("opcode") is { ValueKind: JsonValueKind.Number } opcode ? $"{Job} op {opcode.GetInt64()}" : Job;

    /// <summary>One short text an opcode, behind a blank; empty where they are hidden.</summary>
    public string Summaries => Member("ops") is { ValueKind: JsonValueKind.Array } ops
        ? Printable.Line(" " + string.Join(", ", ops.EnumerateArray().Select(op => Text(op, "summary") ?? "?")))
        : "";

    /// <summary>Why it did not succeed, as the end of a sentence.</summary>
    public string Failure => Reason(Member("result")) is { } reason ? $": {Printable.Line(reason)}" : "";

    /// <summary>An object that was stored: its name, and of a group of services where it stands.</summary>
    public string Object
    {
        get
        {
            var value = Member("value");
            var (kind, name) = (this["kind"], Text(value, "name") ?? this["key"]);
            return kind == "service-group" && Text(value, "state") is { } state
                ? Printable.Line($"group {Text(value, "group") ?? name} {state}{(Text(value, "level") is { } level ? $" at level {level}" : "")}")
                : Printable.Line(name == kind ? $"{kind} stored" : $"{kind} {name} stored");
        }
    }

    public bool Has(string name, string value) => this[name] == value;

    public int Length(string name) => Member(name) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;

    /// <summary><c>3 jobs</c>.</summary>
    public string Count(string name, string what) => Length(name) is var count && count == 1
        ? $"1 {what}"
        : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    /// <summary>A lock set: <c>node/n1 exclusive, cluster/BGL shared</c>; null when it is empty.</summary>
    public string? Locks(string name)
    {
        if (Member(name) is not { ValueKind: JsonValueKind.Object } levels)
            return null;
        List<string> locks = [];
        foreach (var level in levels.EnumerateObject())
        {
            if (level.Value.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var part in level.Value.EnumerateObject())
            {
                locks.AddRange(part.Name switch
                {
                    "all" => [$"all of {level.Name} {ValueText.Plain(part.Value)}"],
                    "any" => [$"any of {level.Name} {ValueText.Plain(part.Value)}"],
                    "choose" => part.Value.EnumerateArray().Select(wish => $"{new Payload(wish)["count"]} of {level.Name} {new Payload(wish)["of"]} {new Payload(wish)["mode"]}"),
                    "exclusive" or "shared" => part.Value.EnumerateArray().Select(member => $"{level.Name}/{ValueText.Plain(member)} {part.Name}"),
                    _ => [],
                });
            }
        }

        return locks.Count > 0 ? Printable.Line(string.Join(", ", locks)) : null;
    }

    private JsonElement Member(string name) => source.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Of <c>[kind, [message, ..]]</c> the message; of a text the text.</summary>
    private static string? Reason(JsonElement result) => result.ValueKind switch
    {
        JsonValueKind.String => result.GetString(),
        JsonValueKind.Array when result.GetArrayLength() > 1 && result[1].ValueKind == JsonValueKind.Array && result[1].GetArrayLength() > 0 => ValueText.Plain(result[1][0]),
        _ => null,
    };
}
