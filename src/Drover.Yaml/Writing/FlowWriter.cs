using System.Text;

namespace Drover.Yaml.Writing;

/// <summary>The form with braces and brackets, in one line.</summary>
internal static class FlowWriter
{
    public static void Write(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar:
                ScalarText.WriteQuoted(text, scalar);
                break;
            case YamlList list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Write(text, list[i]);
                }

                text.Append(']');
                break;
            case YamlMap map:
                text.Append(map.IsSet ? "!!set {" : "{");
                for (var i = 0; i < map.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    WriteEntry(text, map[i]);
                }

                text.Append('}');
                break;
        }
    }

    private static void WriteEntry(StringBuilder text, YamlEntry entry)
    {
        var start = text.Length;
        ScalarText.WriteQuoted(text, entry.Key);
        if (text.Length - start > ScalarText.LongestSimpleKey)
            text.Insert(start, "? ");
        text.Append(": ");
        Write(text, entry.Value);
    }
}
