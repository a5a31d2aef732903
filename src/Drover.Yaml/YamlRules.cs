namespace Drover.Yaml;

/// <summary>What a text may hold and how large it may be.</summary>
public sealed record YamlRules
{
    /// <summary>As PyYAML's <c>SafeLoader</c>: a tag that it does not know is an error. For what people write.</summary>
    public static YamlRules Safe { get; } = new();

    /// <summary>For what LAVA's programs write: tags of Python objects are read as the plain data inside of them, and constructed nowhere.</summary>
    public static YamlRules Lenient { get; } = new() { TakesUnknownTags = true };

    /// <summary>Whether a tag outside of YAML 1.1 is passed over (true) or an error (false, the default).</summary>
    public bool TakesUnknownTags { get; init; }

    /// <summary>The longest text, in UTF-16 code units. Default 4,194,304.</summary>
    public int LongestText { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep lists and maps may lie in each other, aliases written out. Default 100.</summary>
    public int MostLevels { get; init; } = 100;

    /// <summary>How many values a text may stand for, aliases and merge keys written out. Default 100,000.</summary>
    public int MostNodes { get; init; } = 100_000;
}
