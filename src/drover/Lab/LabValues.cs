using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Words;

namespace Drover.Cli.Lab;

/// <summary>Turns texts of the command line into values of an opcode's parameters, by the kind of the example that the daemon has for each.</summary>
internal sealed class LabValues
{
    private readonly string _opcode;
    private readonly Dictionary<string, JsonElement> _examples;

    private LabValues(string opcode, Dictionary<string, JsonElement> examples) => (_opcode, _examples) = (opcode, examples);

    /// <exception cref="CliException">The daemon has no such opcode.</exception>
    public static LabValues Of(Session session, string opcode)
    {
        using var answer = session.Door.Get($"/v1/opcodes/{opcode}");
        return new LabValues(opcode, answer.RootElement.GetProperty("parameters").EnumerateArray()
            .ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("example").Clone(), StringComparer.Ordinal));
    }

    /// <exception cref="CliException">The daemon has no such parameter, or the text is no such value.</exception>
    public JsonElement Read(LabOption option, string text)
    {
        var example = _examples.TryGetValue(option.Parameter, out var known) ? known
            : throw new CliException("PARAMETER_UNKNOWN", Language.Say("lab.not-taken", option.Name, _opcode, option.Parameter), ExitCode.Refused, Language.Say("lab.not-taken.hint"));
        return JsonLines.Element(writer =>
        {
            switch (example.ValueKind)
            {
                case JsonValueKind.True or JsonValueKind.False:
                    writer.WriteBooleanValue(Values.YesOrNo(text, option.Name));
                    break;
                case JsonValueKind.Number:
                    writer.WriteNumberValue(Number(option, text));
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var item in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                        writer.WriteStringValue(item);
                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteStringValue(option.IsSecret && text.Length > 0 ? Secret.HashOf(text) : text);
                    break;
            }
        });
    }

    private static long Number(LabOption option, string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw CliException.Usage(Language.Say("value.whole", option.Name, text));
}
