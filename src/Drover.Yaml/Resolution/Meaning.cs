using System.Collections.Immutable;
using Drover.Yaml.Composition;

namespace Drover.Yaml.Resolution;

/// <summary>Gives the nodes of a text their meaning: tags, plain scalars, merge keys and equal keys.</summary>
internal sealed class Meaning(YamlRules rules)
{
    private int _merged;

    public YamlNode Of(RawNode node) => node.Meaning ??= node switch
    {
        RawScalar scalar => OfScalar(scalar),
        RawSequence sequence => OfSequence(sequence),
        RawMapping mapping => OfMapping(mapping),
        _ => throw new InvalidOperationException($"A node of type {node.GetType().Name} has no meaning."),
    };

    private YamlScalar OfScalar(RawScalar scalar)
    {
        var tag = scalar.IsImplicit ? PlainScalar.TagOf(scalar.Text) : scalar.Tag is null or "!" ? CoreTag.Text : CoreTags.Of(scalar.Tag);
        if (tag == CoreTag.Unknown && rules.TakesUnknownTags)
            tag = scalar.IsPlain ? PlainScalar.TagOf(scalar.Text) : CoreTag.Text;
        return tag switch
        {
            CoreTag.Null => Scalar(YamlScalarKind.None, null),
            CoreTag.Text => Scalar(YamlScalarKind.Text, scalar.Text),
            CoreTag.Bool => Scalar(YamlScalarKind.Bool, ScalarValue.Bool(scalar.Text) ?? throw NoValue("a truth value", "write true or false")),
            CoreTag.Int => Scalar(YamlScalarKind.Int, ScalarValue.Int(scalar.Text) ?? throw NoValue("a whole number of at most 4300 digits", "put quotes around a text")),
            CoreTag.Float => Scalar(YamlScalarKind.Float, ScalarValue.Float(scalar.Text) ?? throw NoValue("a number", "put quotes around a text")),
            CoreTag.Timestamp => ScalarValue.Timestamp(scalar.Text) switch
            {
                DateOnly date => Scalar(YamlScalarKind.Date, date),
                YamlTime time => Scalar(YamlScalarKind.Time, time),
                _ => throw NoValue("a date of the calendar", "put quotes around a text"),
            },
            CoreTag.Binary => Scalar(YamlScalarKind.Bytes, ScalarValue.Bytes(scalar.Text) ?? throw NoValue("base 64", "write the output of base64")),
            CoreTag.Merge or CoreTag.Value => throw At(scalar, $"a plain {scalar.Text} is no value in YAML 1.1: put quotes around it"),
            CoreTag.Unknown => throw UnknownTag(scalar),
            _ => throw At(scalar, $"the tag {CoreTags.Short(scalar.Tag!)} needs a {(tag is CoreTag.Mapping or CoreTag.Set ? "map" : "list")} behind it, not a single value"),
        };

        YamlScalar Scalar(YamlScalarKind kind, object? value) => new(kind, value, scalar.Text, scalar.Line, scalar.Column);
        YamlException NoValue(string type, string remedy) => At(scalar, $"\"{Excerpt(scalar.Text)}\" is not {type}: {remedy}");
    }

    private YamlNode OfSequence(RawSequence sequence)
    {
        switch (sequence.Tag is null or "!" ? CoreTag.Sequence : CoreTags.Of(sequence.Tag))
        {
            case CoreTag.Sequence:
                return List(sequence, sequence.Items.Select(Of));
            case CoreTag.OrderedMap or CoreTag.Pairs:
                return List(sequence, sequence.Items.Select(item => item is RawMapping { Entries: [var (key, value)] }
                    ? List(item, [Of(key), Of(value)])
                    : throw At(item, $"a list with the tag {CoreTags.Short(sequence.Tag!)} is made of maps with one key each")));
            case CoreTag.Unknown when rules.TakesUnknownTags:
                return PythonObject.Meant(sequence, this) ?? List(sequence, sequence.Items.Select(Of));
            case CoreTag.Unknown:
                throw UnknownTag(sequence);
            default:
                throw At(sequence, $"the tag {CoreTags.Short(sequence.Tag!)} cannot stand before a list");
        }
    }

    private YamlNode OfMapping(RawMapping mapping)
    {
        switch (mapping.Tag is null or "!" ? CoreTag.Mapping : CoreTags.Of(mapping.Tag))
        {
            case CoreTag.Mapping:
                return Map(mapping, isSet: false);
            case CoreTag.Set:
                return Map(mapping, isSet: true);
            case CoreTag.Unknown when rules.TakesUnknownTags:
                return PythonObject.Meant(mapping, this) ?? Map(mapping, isSet: false);
            case CoreTag.Unknown:
                throw UnknownTag(mapping);
            default:
                throw At(mapping, $"the tag {CoreTags.Short(mapping.Tag!)} cannot stand before a map");
        }
    }

    public static YamlList List(RawNode at, IEnumerable<YamlNode> items) => new(ImmutableArray.CreateRange(items), at.Line, at.Column);

    /// <summary>A map of the given pairs, as they stand.</summary>
    public YamlMap Map(RawNode at, IEnumerable<(RawNode Key, RawNode Value)> entries, bool isSet) =>
        new([.. entries.Select(entry => new YamlEntry(Key(entry.Key), Of(entry.Value)))], isSet, at.Line, at.Column);

    private YamlMap Map(RawMapping mapping, bool isSet) => Map(mapping, Merged(mapping), isSet);

    private YamlScalar Key(RawNode key) => key switch
    {
        // As a key, = is a text.
        RawScalar { IsImplicit: true, Text: "=" } => new YamlScalar(YamlScalarKind.Text, "=", "=", key.Line, key.Column),
        _ => Of(key) as YamlScalar ?? throw At(key, "a key must be a single value, not a list or a map"),
    };

    // Entries of merge keys come before the others, so that the others win; of several merged maps the first one wins.
    private List<(RawNode Key, RawNode Value)> Merged(RawMapping mapping)
    {
        if (mapping.Merged is { } known)
            return known;
        List<(RawNode Key, RawNode Value)> merged = [];
        List<(RawNode Key, RawNode Value)> own = [];
        foreach (var (key, value) in mapping.Entries)
        {
            if (!IsMerge(key))
            {
                own.Add((key, value));
                continue;
            }

            switch (value)
            {
                case RawMapping one:
                    Take(merged, Merged(one), key);
                    break;
                case RawSequence several:
                    foreach (var item in Enumerable.Reverse(several.Items))
                        Take(merged, item is RawMapping map ? Merged(map) : throw At(item, "a merge key (<<) takes a map or a list of maps, and this is none"), key);
                    break;
                default:
                    throw At(value, "a merge key (<<) takes a map or a list of maps, and this is none");
            }
        }

        Take(merged, own, mapping);
        return mapping.Merged = merged;
    }

    private void Take(List<(RawNode Key, RawNode Value)> all, List<(RawNode Key, RawNode Value)> more, RawNode place)
    {
        _merged += more.Count;
        if (_merged > rules.MostNodes)
            throw At(place, $"the merge keys of the text stand for more than {rules.MostNodes} entries: make it smaller");
        all.AddRange(more);
    }

    private static bool IsMerge(RawNode key) => key is RawScalar scalar
        && (scalar.IsImplicit ? PlainScalar.TagOf(scalar.Text) : scalar.Tag is null or "!" ? CoreTag.Text : CoreTags.Of(scalar.Tag)) == CoreTag.Merge;

    private static YamlException UnknownTag(RawNode node) => At(node, $"the tag {CoreTags.Short(node.Tag!)} is not known here: leave it out, or put quotes around a text that begins with an exclamation mark");

    private static YamlException At(RawNode node, string reason) => new(reason, node.Line, node.Column);

    private static string Excerpt(string text) => text.ReplaceLineEndings(" ") is { Length: > 60 } long_ ? string.Concat(long_.AsSpan(0, 60), "...") : text.ReplaceLineEndings(" ");
}
