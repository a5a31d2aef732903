using System.Text;
using Drover.Opcodes;

namespace Drover.Luxi;

/// <summary>
/// Words the refusal of an opcode as luxid of Ganeti 3.0.2 does, without the leading "Failed to parse request: METHOD: ".
/// Texts that were never observed follow the pattern of those that were; what luxid has no words for keeps our own message.
/// </summary>
public static class OpcodeWording
{
    public static string LuxidText(OpcodeException refusal) => refusal.Problem switch
    {
        OpcodeProblem.NotAnObject => "Unable to read JSObject",
        OpcodeProblem.MissingReason or OpcodeProblem.MissingOpId or OpcodeProblem.MissingParameter =>
            $"key '{refusal.Name}' not found, object contains only {List(refusal.KeysPresent)}",
        OpcodeProblem.UnknownOpcode => $"Unknown opcode {refusal.OpId}",
        OpcodeProblem.SuperfluousKeys =>
            $"Superfluous dictionary keys: {List(refusal.KeysUnknown)}, but only {List(refusal.KeysAllowed)} allowed.",
        OpcodeProblem.BadReason => $"Can't parse value for 'reason': Unable to read {(IsItem(refusal) ? "Triple" : Word(refusal.ExpectedKind))}",
        OpcodeProblem.BadPriority when refusal.ExpectedKind == ParameterKind.Choice =>
            $"Can't parse value for 'priority': Invalid string value for type OpSubmitPriority: {refusal.Value}",
        OpcodeProblem.BadPriority => "Can't parse value for 'priority': Unable to read Int",
        OpcodeProblem.BadValue => $"Can't parse value for '{refusal.Name}': {(Word(refusal.ExpectedKind) is { } word ? $"Unable to read {word}" : refusal.Message)}",
        _ => refusal.Message,
    };

    /// <summary>The problem is an entry of the trail, not the trail and not a part of an entry.</summary>
    private static bool IsItem(OpcodeException refusal) =>
        refusal.Path.EndsWith(']') && refusal.Path.IndexOf('[', refusal.Path.IndexOf(".reason", StringComparison.Ordinal)) == refusal.Path.LastIndexOf('[');

    private static string? Word(ParameterKind kind) => kind switch
    {
        ParameterKind.Float => "Double",
        ParameterKind.Integer => "Int",
        ParameterKind.Boolean => "Bool",
        ParameterKind.String or ParameterKind.Address => "String",
        ParameterKind.List => "list",
        ParameterKind.Dictionary => "JSObject",
        _ => null,
    };

    private static string List(IReadOnlyList<string> keys)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < keys.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append('"').Append(keys[i].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.Append(']').ToString();
    }
}
