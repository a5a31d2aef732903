using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Submitting;

/// <summary>Advice for who named an opcode that there is none of, or a parameter that it does not have.</summary>
internal static class UnknownOpcode
{
    /// <summary>The nearest opcode that the daemon runs, and where to look.</summary>
    public static string Hint(Session session, string given, string otherwise)
    {
        using var answer = session.Door.Get("/v1/opcodes");
        var names = answer.RootElement.GetProperty("opcodes").EnumerateArray().Select(o => OpName.Short(o.GetProperty("id").GetString()!));
        return Suggestion.Closest(OpName.Short(OpName.Full(given)), names) is { } close ? Language.Say("opcode.meant", close, otherwise) : otherwise;
    }

    /// <summary>The error of the daemon, with a name that may have been meant.</summary>
    /// <param name="error">What the daemon said.</param>
    /// <param name="opcode">The opcode that was given.</param>
    /// <param name="parameters">The parameters that were given.</param>
    public static CliException Advise(Session session, CliException error, string opcode, IEnumerable<string> parameters) => error.Code switch
    {
        "OPCODE_UNKNOWN" => error.WithHint(Hint(session, opcode, Language.Say("opcode.list"))),
        "OPCODE_PARAMETER_UNKNOWN" or "OPCODE_PARAMETER_MISSING" => Mistyped(session, opcode, parameters) is { } names
            ? error.WithHint(Language.Say("opcode.parameter-meant", names.Meant, names.Given, OpName.Short(OpName.Full(opcode))))
            : error.WithHint(Language.Say("opcode.parameters", OpName.Short(OpName.Full(opcode)))),
        "OPCODE_PARAMETER_INVALID" => error.WithHint(Language.Say("opcode.types", OpName.Short(OpName.Full(opcode)))),
        _ => error,
    };

    private static (string Given, string Meant)? Mistyped(Session session, string opcode, IEnumerable<string> given)
    {
        using var answer = session.Door.Get($"/v1/opcodes/{Uri.EscapeDataString(OpName.Full(opcode))}");
        var known = answer.RootElement.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!).ToList();
        foreach (var name in given.Where(name => !known.Contains(name)))
        {
            if (Suggestion.Closest(name, known) is { } close)
                return (name, close);
        }

        return null;
    }
}
