using System.Text.Json;
using Drover.Cli.Lab;
using Drover.Cli.Listing;
using Drover.Cli.Submitting;
using Drover.Cli.Terminal;

namespace Drover.Cli.Explaining;

/// <summary>An opcode in words: parameters as the daemon takes them, then what the page says of locks, result, stop and recovery, and an example.</summary>
internal static class OpcodeSheet
{
    private const int LabelWidth = 10;

    /// <param name="view">The daemon's description; null where none answers.</param>
    public static void Write(TextWriter output, string id, JsonElement? view, OpcodePage page)
    {
        var entry = page.Find(id);
        output.WriteLine($"{id}, short {OpName.Short(id)}");
        output.WriteLine();
        if (view is { } opcode)
            WriteParameters(output, opcode.GetProperty("parameters"));
        else
            WriteLine(output, "parameters", entry?.Parameters is { Length: > 0 } parameters ? parameters : "none of its own");
        if (view is not null && entry?.Parameters.Contains('(', StringComparison.Ordinal) == true)
            WriteLine(output, "in short", entry.Parameters);
        output.WriteLine("of every opcode: dry_run, debug_level, priority, depends, comment, reason");
        output.WriteLine();
        WriteLine(output, "locks", entry?.Locks is { Length: > 0 } locks ? locks : "the big lock cluster/BGL, shared");
        WriteLine(output, "result", entry?.Result);
        WriteLine(output, "stop", Stop(view, entry));
        WriteLine(output, "recovery", Recovery(view, entry));
        foreach (var paragraph in page.About(id))
        {
            output.WriteLine();
            output.WriteLine(paragraph);
        }

        output.WriteLine();
        if (view is { } described && !described.GetProperty("runs").GetBoolean())
            output.WriteLine("This daemon knows it by name and does not run it.");
        else
            output.WriteLine($"example: {Example(id, view)}");
        if (LabKind.VerbOf(id) is { } verb)
            output.WriteLine($"verb:    {verb}");
    }

    private static void WriteParameters(TextWriter output, JsonElement parameters)
    {
        if (parameters.GetArrayLength() == 0)
        {
            WriteLine(output, "parameters", "none of its own");
            return;
        }

        output.WriteLine("parameters:");
        var width = parameters.EnumerateArray().Max(p => p.GetProperty("name").GetString()!.Length);
        foreach (var parameter in parameters.EnumerateArray())
        {
            var otherwise = parameter.GetProperty("required").GetBoolean() ? "required" : $"default {ValueText.Json(parameter.GetProperty("default"))}";
            output.WriteLine($"  {parameter.GetProperty("name").GetString()!.PadRight(width)}  {Printable.Line(parameter.GetProperty("type").GetString()!)}; {otherwise}");
        }
    }

    private static string? Stop(JsonElement? view, OpcodeEntry? entry) => Member(view, "can_be_stopped")?.ValueKind switch
    {
        JsonValueKind.True => "a running one ends when its job is cancelled",
        JsonValueKind.False => "a running one goes on to its end when its job is cancelled",
        JsonValueKind.Null => "one step, which is never caught running",
        _ => entry?.Stop,
    };

    private static string? Recovery(JsonElement? view, OpcodeEntry? entry) => Member(view, "recovery") switch
    {
        { ValueKind: JsonValueKind.String } word => word.GetString() switch
        {
            "fail" => "after a crash of the daemon it ends as an error",
            "requeue" => "after a crash of the daemon it goes back to the queue",
            "resume" => "after a crash of the daemon it goes on where it was",
            var other => other,
        },
        { ValueKind: JsonValueKind.Null } => "done or never begun, also over a crash",
        _ => entry?.Recovery,
    };

    private static JsonElement? Member(JsonElement? view, string name) => view is { } opcode && opcode.TryGetProperty(name, out var value) ? value : null;

    private static string Example(string id, JsonElement? view)
    {
        var line = $"drover submit {OpName.Short(id)}";
        if (view is not { } opcode)
            return line;
        foreach (var parameter in opcode.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("required").GetBoolean()))
            line += $" {Argument(parameter.GetProperty("name").GetString()!, parameter.GetProperty("example"))}";
        return line;
    }

    /// <summary>A parameter as a shell takes it.</summary>
    private static string Argument(string name, JsonElement value)
    {
        var argument = $"{name}={(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())}";
        return argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '=' or '.' or '-' or ':' or '/') ? argument : $"'{argument}'";
    }

    private static void WriteLine(TextWriter output, string label, string? text)
    {
        if (text is { Length: > 0 } and not "-")
            output.WriteLine($"{(label + ":").PadRight(LabelWidth)} {text}");
    }
}
