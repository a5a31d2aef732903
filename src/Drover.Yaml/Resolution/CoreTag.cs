using System.Collections.Frozen;

namespace Drover.Yaml.Resolution;

/// <summary>The tags of the YAML 1.1 type repository that PyYAML's safe loader knows.</summary>
internal enum CoreTag
{
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Text,
    Binary,
    Sequence,
    OrderedMap,
    Pairs,
    Mapping,
    Set,

    // The plain scalars << and =, which mean something as keys only.
    Merge,
    Value,

    Unknown,
}

/// <summary>How the tags are written.</summary>
internal static class CoreTags
{
    public const string Prefix = "tag:yaml.org,2002:";

    private static readonly FrozenDictionary<string, CoreTag> s_byName = new Dictionary<string, CoreTag>
    {
        ["null"] = CoreTag.Null,
        ["bool"] = CoreTag.Bool,
        ["int"] = CoreTag.Int,
        ["float"] = CoreTag.Float,
        ["timestamp"] = CoreTag.Timestamp,
        ["str"] = CoreTag.Text,
        ["binary"] = CoreTag.Binary,
        ["seq"] = CoreTag.Sequence,
        ["omap"] = CoreTag.OrderedMap,
        ["pairs"] = CoreTag.Pairs,
        ["map"] = CoreTag.Mapping,
        ["set"] = CoreTag.Set,
        ["merge"] = CoreTag.Merge,
        ["value"] = CoreTag.Value,
    }.ToFrozenDictionary();

    public static CoreTag Of(string tag) => tag.StartsWith(Prefix, StringComparison.Ordinal) ? s_byName.GetValueOrDefault(tag[Prefix.Length..], CoreTag.Unknown) : CoreTag.Unknown;

    /// <summary>The tag as people write it: <c>!!int</c> for the long form.</summary>
    public static string Short(string tag) => tag.StartsWith(Prefix, StringComparison.Ordinal) ? "!!" + tag[Prefix.Length..] : tag;
}
