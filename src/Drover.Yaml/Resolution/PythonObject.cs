using Drover.Yaml.Composition;

namespace Drover.Yaml.Resolution;

/// <summary>
/// The objects of Python that LAVA's dispatchers leave in their log lines, as the data inside of them: an ordered dictionary is a map, a decimal is the text of its digits.
/// Nothing is constructed, whatever the tag names.
/// </summary>
internal static class PythonObject
{
    private const string Apply = CoreTags.Prefix + "python/object/apply:";

    /// <summary>The data of a list or map with such a tag; null when the tag is another one, and the node means what stands there.</summary>
    public static YamlNode? Meant(RawNode node, Meaning meaning)
    {
        var arguments = node is RawMapping form ? form.Entries.Find(entry => entry.Key is RawScalar { Text: "args" }).Value as RawSequence : node as RawSequence;
        switch (node.Tag)
        {
            case Apply + "collections.OrderedDict":
                if (node is RawMapping { Entries: var parts } && parts.Find(part => part.Key is RawScalar { Text: "dictitems" }).Value is RawMapping entries)
                    return meaning.Of(entries);
                return arguments switch
                {
                    null or { Items: [] } => meaning.Map(node, [], isSet: false),
                    { Items: [RawMapping map] } => meaning.Of(map),
                    { Items: [RawSequence pairs] } => meaning.Map(node, pairs.Items.Select(Pair), isSet: false),
                    _ => throw Unexpected(node, "an ordered dictionary is made of one list of pairs"),
                };
            case Apply + "decimal.Decimal":
                return arguments is { Items: [RawScalar digits] }
                    ? new YamlScalar(YamlScalarKind.Text, digits.Text, digits.Text, node.Line, node.Column)
                    : throw Unexpected(node, "a decimal is made of one text");
            default:
                return null;
        }
    }

    private static (RawNode Key, RawNode Value) Pair(RawNode pair) =>
        pair is RawSequence { Items: [var key, var value] } ? (key, value) : throw Unexpected(pair, "an ordered dictionary is made of pairs");

    private static YamlException Unexpected(RawNode node, string reason) => new($"{reason}: send it as a plain map, list or number", node.Line, node.Column);
}
