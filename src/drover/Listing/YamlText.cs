using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Drover.Cli.Listing;

/// <summary>Writes JSON values as YAML 1.2 in block style. A text that another reader might take for something else is quoted as in JSON, which YAML has too.</summary>
internal static class YamlText
{
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./()+-@ ,");

    /// <summary>Words that older versions of YAML take for truth or nothing.</summary>
    private static readonly string[] s_words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];

    /// <summary>A whole document.</summary>
    public static void WriteDocument(TextWriter output, JsonElement value)
    {
        Write(output, value, 0, isInline: false);
    }

    /// <summary>One item of the list that the document is.</summary>
    public static void WriteItem(TextWriter output, JsonElement value)
    {
        output.Write("- ");
        Write(output, value, 2, isInline: true);
    }

    /// <param name="isInline">The first line stands behind a dash already.</param>
    private static void Write(TextWriter output, JsonElement value, int indent, bool isInline)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                {
                    Indent(output, isInline ? 0 : indent);
                    isInline = false;
                    output.Write(Scalar(member.Name));
                    output.Write(':');
                    WriteBelow(output, member.Value, indent);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                foreach (var item in value.EnumerateArray())
                {
                    Indent(output, isInline ? 0 : indent);
                    isInline = false;
                    output.Write("- ");
                    Write(output, item, indent + 2, isInline: true);
                }

                break;
            default:
                Indent(output, isInline ? 0 : indent);
                output.Write(Leaf(value));
                output.Write('\n');
                break;
        }
    }

    private static void WriteBelow(TextWriter output, JsonElement value, int indent)
    {
        if (IsLeaf(value))
        {
            output.Write(' ');
            output.Write(Leaf(value));
            output.Write('\n');
            return;
        }

        output.Write('\n');
        Write(output, value, indent + 2, isInline: false);
    }

    private static bool IsLeaf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => true,
    };

    private static string Leaf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Scalar(value.GetString()!),
        JsonValueKind.Undefined => "null",
        _ => value.GetRawText(),
    };

    private static string Scalar(string text) => IsPlain(text) ? text : JsonLines.Quote(text);

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text[^1] != ' '
        && !text.AsSpan().ContainsAnyExcept(s_plain)
        && !s_words.Contains(text.ToLower(CultureInfo.InvariantCulture));

    private static void Indent(TextWriter output, int count)
    {
        for (; count > 0; count--)
            output.Write(' ');
    }
}
