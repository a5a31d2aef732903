using System.Text;
using Drover.Yaml.Writing;

namespace Drover.Yaml;

/// <summary>Writes values as text that PyYAML and libyaml read back as equal data.</summary>
public static class YamlWriter
{
    /// <summary>One line an entry or item, as <c>yaml.dump(data, default_flow_style=False)</c> lays it out, in the order of the maps; ends in a line feed. Texts of several lines are literal blocks.</summary>
    public static string Block(YamlNode node)
    {
        var text = new StringBuilder();
        new BlockWriter(text).Document(node);
        return text.ToString();
    }

    /// <summary>All in one line without a line feed; every text in double quotes, with characters beyond the basic plane as they are (libyaml ends at JSON's pairs of escapes).</summary>
    public static string Flow(YamlNode node)
    {
        var text = new StringBuilder();
        FlowWriter.Write(text, node);
        return text.ToString();
    }
}
