using Drover.Yaml;

namespace Drover.LavaWeb.Rest;

/// <summary>YAML written anew, with the keys of each mapping in order.</summary>
internal static class SortedYaml
{
    /// <summary>The text itself when it is no YAML.</summary>
    public static string Of(string text)
    {
        try
        {
            return text.Length == 0 ? "" : YamlWriter.Block(Sorted(YamlReader.Read(text, YamlRules.Safe)));
        }
        catch (YamlException)
        {
            return text;
        }
    }

    private static YamlNode Sorted(YamlNode node) => node switch
    {
        YamlMap map => new YamlMap(map.OrderBy(entry => entry.Key.Written, StringComparer.Ordinal).Select(entry => new YamlEntry(entry.Key, Sorted(entry.Value)))),
        YamlList list => new YamlList(list.Select(Sorted)),
        _ => node,
    };
}
