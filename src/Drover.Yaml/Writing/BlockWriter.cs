using System.Text;

namespace Drover.Yaml.Writing;

/// <summary>The form with one line an entry. Items of a list stand under the key that they belong to, as in PyYAML.</summary>
internal sealed class BlockWriter(StringBuilder text)
{
    private const int Step = 2;

    public void Document(YamlNode node)
    {
        switch (node)
        {
            case YamlMap { Count: > 0 } map:
                if (map.IsSet)
                    text.Append("!!set\n");
                Entries(map, 0);
                break;
            case YamlList { Count: > 0 } list:
                Items(list, 0);
                break;
            default:
                Inline(node, 0);
                break;
        }
    }

    // The first line goes on where the text stands; the others are indented.
    private void Entries(YamlMap map, int indent)
    {
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0)
                text.Append(' ', indent);
            var start = text.Length;
            ScalarText.WriteShort(text, map[i].Key);
            if (text.Length - start > ScalarText.LongestSimpleKey)
                text.Insert(start, "? ").Append('\n').Append(' ', indent);
            text.Append(':');
            switch (map[i].Value)
            {
                case YamlMap { Count: > 0 } inner:
                    text.Append(inner.IsSet ? " !!set\n" : "\n").Append(' ', indent + Step);
                    Entries(inner, indent + Step);
                    break;
                case YamlList { Count: > 0 } inner:
                    text.Append('\n').Append(' ', indent);
                    Items(inner, indent);
                    break;
                case var inner:
                    text.Append(' ');
                    Inline(inner, indent);
                    break;
            }
        }
    }

    private void Items(YamlList list, int indent)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                text.Append(' ', indent);
            text.Append("- ");
            switch (list[i])
            {
                case YamlMap { Count: > 0 } inner:
                    if (inner.IsSet)
                        text.Append("!!set\n").Append(' ', indent + Step);
                    Entries(inner, indent + Step);
                    break;
                case YamlList { Count: > 0 } inner:
                    Items(inner, indent + Step);
                    break;
                case var inner:
                    Inline(inner, indent);
                    break;
            }
        }
    }

    // A single value, or a map or list without anything in it, to the end of its line.
    private void Inline(YamlNode node, int indent)
    {
        if (node is YamlScalar scalar && scalar.AsText() is { } value && ScalarText.IsLiteral(value))
        {
            Literal(value, indent + Step);
            return;
        }

        if (node is YamlScalar short_)
            ScalarText.WriteShort(text, short_);
        else
            FlowWriter.Write(text, node);
        text.Append('\n');
    }

    private void Literal(string value, int indent)
    {
        text.Append('|').Append(value.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : value.EndsWith('\n') ? "" : "-").Append('\n');
        foreach (var line in (value.EndsWith('\n') ? value[..^1] : value).Split('\n'))
            text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
    }
}
