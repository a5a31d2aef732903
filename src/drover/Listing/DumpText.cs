using System.Text.Json;
using Drover.Cli.Terminal;

namespace Drover.Cli.Listing;

/// <summary>Writes a value as it is, for people: one member a line, what is nested two columns further in, short lists in brackets, the lines of a long text below its name.</summary>
internal static class DumpText
{
    private const int Step = 2;

    /// <summary>A list of single values that is not longer stands on one line.</summary>
    private const int LongestList = 100;

    /// <param name="value">An object; moments in it are texts.</param>
    public static void Write(TextWriter output, JsonElement value) => Members(output, value, 0, isBegun: false);

    /// <summary>One item of a list.</summary>
    public static void WriteItem(TextWriter output, JsonElement item) => Item(output, item, 0);

    /// <param name="isBegun">The first line stands behind a dash already.</param>
    private static void Members(TextWriter output, JsonElement value, int indent, bool isBegun)
    {
        foreach (var member in value.EnumerateObject())
        {
            Indent(output, isBegun ? 0 : indent);
            isBegun = false;
            output.Write(Printable.Line(member.Name));
            output.Write(':');
            if (IsNested(member.Value))
            {
                output.Write('\n');
                Nested(output, member.Value, indent + Step, isBegun: false);
            }
            else
            {
                output.Write(' ');
                Leaf(output, member.Value, indent + Step);
            }
        }
    }

    private static void Items(TextWriter output, JsonElement list, int indent, bool isBegun)
    {
        foreach (var item in list.EnumerateArray())
        {
            Indent(output, isBegun ? 0 : indent);
            isBegun = false;
            Item(output, item, indent);
        }
    }

    private static void Item(TextWriter output, JsonElement item, int indent)
    {
        output.Write("- ");
        if (IsNested(item))
            Nested(output, item, indent + Step, isBegun: true);
        else
            Leaf(output, item, indent + Step);
    }

    private static void Nested(TextWriter output, JsonElement value, int indent, bool isBegun)
    {
        if (value.ValueKind == JsonValueKind.Object)
            Members(output, value, indent, isBegun);
        else
            Items(output, value, indent, isBegun);
    }

    private static void Leaf(TextWriter output, JsonElement value, int indent)
    {
        if (!IsLong(value))
        {
            output.Write(Flat(value) ?? Single(value));
            output.Write('\n');
            return;
        }

        output.Write("|\n");
        foreach (var line in value.GetString()!.TrimEnd('\n').Split('\n'))
        {
            Indent(output, indent);
            output.Write(Printable.Line(line.TrimEnd('\r')));
            output.Write('\n');
        }
    }

    /// <summary>What is empty, or a short list, stands on the line itself.</summary>
    private static bool IsNested(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => Flat(value) is null,
        _ => false,
    };

    /// <summary>A short list of single values; null of anything else.</summary>
    private static string? Flat(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array || IsLong(item)))
            return null;
        var text = $"[{string.Join(", ", value.EnumerateArray().Select(Single))}]";
        return text.Length <= LongestList ? text : null;
    }

    private static bool IsLong(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.TrimEnd('\n').Contains('\n', StringComparison.Ordinal);

    private static string Single(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.String when value.GetString()!.TrimEnd('\n') is { Length: > 0 } text => Printable.Line(text),
        JsonValueKind.String => "''",
        _ => value.GetRawText(),
    };

    private static void Indent(TextWriter output, int count)
    {
        for (; count > 0; count--)
            output.Write(' ');
    }
}
