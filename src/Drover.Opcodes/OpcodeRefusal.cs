using System.Text;
using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>Words the errors about one opcode.</summary>
internal struct OpcodeRefusal(JsonElement opcode, int index)
{
    private const int MostKeys = 200, LongestValue = 100, LongestDefault = 40;

    /// <summary>Null as long as the opcode's id is not known.</summary>
    internal OpcodeSchema? Schema { get; set; }

    private readonly string Here => $"ops[{index}]";

    internal readonly OpcodeException NotAnObject() => new(OpcodeProblem.NotAnObject, "OPCODE_NOT_AN_OBJECT",
        $"{Here}: expected an opcode, got {ParameterProblem.Words(opcode)}. Write an object such as {{\"OP_ID\": \"OP_TEST_DELAY\", \"duration\": 2.5}}.")
    {
        Path = Here,
        ExpectedKind = ParameterKind.Dictionary,
    };

    internal readonly OpcodeException TooDeep(string key, int most) => new(OpcodeProblem.TooDeep, "OPCODE_TOO_DEEP",
        $"{Here}.{ParameterProblem.Cut(key)}: lists and objects are nested more than {most} deep. Write the value with fewer levels.")
    {
        OpId = Schema?.OpId,
        Name = key,
        Path = $"{Here}.{ParameterProblem.Cut(key)}",
    };

    internal readonly OpcodeException BadText(Exception cause) => new(OpcodeProblem.BadText, "OPCODE_TEXT_INVALID",
        $"{Here}: a text in it is not valid Unicode (broken UTF-8, or half of a \\u pair). Write all texts as UTF-8.", cause)
    {
        OpId = Schema?.OpId,
        Path = Here,
    };

    internal readonly OpcodeException RepeatedKey(string key) => new(OpcodeProblem.RepeatedKey, "OPCODE_KEY_REPEATED",
        $"{Here}.{ParameterProblem.Cut(key)}: the key is given more than once. Write it once.")
    {
        OpId = Schema?.OpId,
        Name = key,
        Path = $"{Here}.{ParameterProblem.Cut(key)}",
    };

    internal readonly OpcodeException MissingReason() => new(OpcodeProblem.MissingReason, "OPCODE_REASON_MISSING",
        $"{Here}.reason: the reason trail is missing. Write \"reason\": [], or a list of [source, text, nanoseconds].")
    {
        OpId = Schema?.OpId,
        Name = "reason",
        Path = $"{Here}.reason",
        KeysPresent = Keys(_ => true),
    };

    internal readonly OpcodeException BadReason(JsonElement reason, ParameterProblem problem) => new(OpcodeProblem.BadReason, "OPCODE_REASON_INVALID",
        $"{Here}.reason{problem.Path}: expected {problem.Expected}, got {problem.Found}. Write the reason trail as in [[\"operator\", \"why\", 0]].")
    {
        OpId = Schema?.OpId,
        Name = "reason",
        Path = $"{Here}.reason{problem.Path}",
        ExpectedKind = problem.Kind,
        Value = Raw(reason),
    };

    internal readonly OpcodeException MissingOpId() => new(OpcodeProblem.MissingOpId, "OPCODE_ID_MISSING",
        $"{Here}.OP_ID: the key is missing, so nothing says which opcode this is. Write the opcode's id, as in \"OP_ID\": \"OP_TEST_DELAY\".")
    {
        Name = "OP_ID",
        Path = $"{Here}.OP_ID",
        KeysPresent = Keys(_ => true),
    };

    internal readonly OpcodeException UnknownOpcode(string opId) => new(OpcodeProblem.UnknownOpcode, "OPCODE_UNKNOWN",
        $"{Here}.OP_ID: there is no opcode {ParameterProblem.Cut(opId)}. Write the id of one that exists, in upper case and with OP_ in front, such as OP_TEST_DELAY.")
    {
        OpId = Cut(opId),
        Name = "OP_ID",
        Path = $"{Here}.OP_ID",
    };

    internal readonly OpcodeException NotRunYet() => new(OpcodeProblem.NotRunYet, "OPCODE_NOT_RUN_YET",
        $"{Here}.OP_ID: {Schema!.OpId} belongs to Ganeti's vocabulary and this version of Drover does not run it yet. Nothing was submitted; leave it out of the job.")
    {
        OpId = Schema.OpId,
        Name = "OP_ID",
        Path = $"{Here}.OP_ID",
    };

    internal readonly OpcodeException MissingParameter(OpcodeParameter parameter)
    {
        var unknown = UnknownKeys();
        var also = unknown.Length == 0 ? "" : $" It has no parameter {string.Join(", ", unknown.Take(5).Select(ParameterProblem.Cut))}, which is given.";
        return new(OpcodeProblem.MissingParameter, "OPCODE_PARAMETER_MISSING",
            $"{Here}.{parameter.Name}: {Schema!.OpId} needs this parameter, {parameter.Type.Describe()}.{also} Write it as in \"{parameter.Name}\": {parameter.Type.Example()}.")
        {
            OpId = Schema.OpId,
            Name = parameter.Name,
            Path = $"{Here}.{parameter.Name}",
            ExpectedKind = parameter.Type.Kind,
            KeysPresent = Keys(_ => true),
            KeysUnknown = unknown,
            KeysAllowed = Schema.AllowedKeys,
        };
    }

    internal readonly OpcodeException BadValue(OpcodeParameter parameter, JsonElement value, ParameterProblem problem)
    {
        var leaveOut = parameter.Required ? ""
            : parameter.Default.Length > LongestDefault ? ", or leave it out to get its default"
            : $", or leave it out to get {Encoding.UTF8.GetString(parameter.Default.Span)}";
        var isPrivate = parameter.IsSecret || parameter.Name.Contains("_private", StringComparison.Ordinal);
        return BadValue(parameter.Name, value, problem, parameter.Type, leaveOut, isPrivate);
    }

    internal readonly OpcodeException BadValue(string name, JsonElement value, ParameterType type, ParameterProblem? problem = null) =>
        BadValue(name, value, problem ?? ParameterProblem.At(value, type), type, leaveOut: "", isPrivate: false);

    internal readonly OpcodeException BadPriority(JsonElement value, OpcodeReadOptions options)
    {
        var allowed = options.SubmitPrioritiesOnly ? "-10, 0 or 10" : "an integer from -20 (most urgent) to 19";
        return new(OpcodeProblem.BadPriority, "OPCODE_PRIORITY_INVALID",
            $"{Here}.priority: expected {allowed}, got {ParameterProblem.Words(value)}. Write one of these, or leave it out to get 0.")
        {
            OpId = Schema?.OpId,
            Name = "priority",
            Path = $"{Here}.priority",
            ExpectedKind = value.ValueKind == JsonValueKind.Number ? ParameterKind.Choice : ParameterKind.Integer,
            Value = Raw(value),
        };
    }

    internal readonly OpcodeException SuperfluousKeys()
    {
        var unknown = UnknownKeys();
        var names = string.Join(", ", unknown.Take(5).Select(ParameterProblem.Cut)) + (unknown.Length > 5 ? ", ..." : "");
        return new(OpcodeProblem.SuperfluousKeys, "OPCODE_PARAMETER_UNKNOWN",
            $"{Here}.{ParameterProblem.Cut(unknown[0])}: {Schema!.OpId} has no parameter {names}. Leave it out, or write one of {string.Join(", ", Schema.AllowedKeys)}.")
        {
            OpId = Schema.OpId,
            Name = unknown[0],
            Path = $"{Here}.{ParameterProblem.Cut(unknown[0])}",
            KeysPresent = Keys(_ => true),
            KeysUnknown = unknown,
            KeysAllowed = Schema.AllowedKeys,
        };
    }

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue] + "...";

    private static string Raw(JsonElement value) => Cut(value.GetRawText());

    private readonly OpcodeException BadValue(string name, JsonElement value, ParameterProblem problem, ParameterType type, string leaveOut, bool isPrivate)
    {
        var found = isPrivate && problem.Path.Length > 0 ? "something else" : isPrivate ? ParameterProblem.KindWords(value) : problem.Found;
        return new(OpcodeProblem.BadValue, "OPCODE_PARAMETER_INVALID",
            $"{Here}.{name}{problem.Path}: expected {problem.Expected}, got {found}. Write it as in \"{name}\": {type.Example()}{leaveOut}.")
        {
            OpId = Schema?.OpId,
            Name = name,
            Path = $"{Here}.{name}{problem.Path}",
            ExpectedKind = problem.Kind,
            Value = isPrivate ? null : Raw(value),
        };
    }

    private readonly string[] UnknownKeys()
    {
        var schema = Schema!;
        return Keys(key => !schema.AllowedKeys.Contains(key, StringComparer.Ordinal));
    }

    private readonly string[] Keys(Func<string, bool> wanted)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var property in opcode.EnumerateObject())
        {
            if (wanted(property.Name))
                keys.Add(Cut(property.Name));
            if (keys.Count == MostKeys)
                break;
        }

        return [.. keys];
    }
}
