using System.Numerics;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>One value of a definition with the keys that lead to it, so that an error can name them.</summary>
internal readonly record struct Part(YamlNode Node, string Path)
{
    /// <summary>What stands there, for an error.</summary>
    public string Found => Node switch
    {
        YamlList => "a list",
        YamlMap => "a map",
        YamlScalar { Kind: YamlScalarKind.None } => "nothing",
        YamlScalar { Kind: YamlScalarKind.Text } scalar => $"the text \"{Excerpt(scalar.Written)}\"",
        YamlScalar { Kind: YamlScalarKind.Bool } scalar => $"the truth value {Excerpt(scalar.Written)}",
        YamlScalar { Kind: YamlScalarKind.Date or YamlScalarKind.Time } scalar => $"the date {Excerpt(scalar.Written)}",
        YamlScalar { Kind: YamlScalarKind.Bytes } => "bytes",
        var scalar => $"the number {Excerpt(((YamlScalar)scalar).Written)}",
    };

    public DefinitionException Error(string reason) => new(Path, Node.Line, reason);

    /// <summary>This value as a map whose keys are texts.</summary>
    public YamlMap Map(string what)
    {
        var map = Node as YamlMap ?? throw Error($"{what} is a map, not {Found}");
        foreach (var (key, _) in map)
        {
            if (key.Kind != YamlScalarKind.Text)
                throw new DefinitionException(Path, key.Line, $"the key {Excerpt(key.Written)} is no text: put quotes around it");
        }

        return map;
    }

    public IEnumerable<Part> Items(string what)
    {
        var path = Path;
        return (Node as YamlList ?? throw Error($"{what} is a list, not {Found}")).Select((item, i) => new Part(item, $"{path}[{i}]"));
    }

    public string Text(string what) => Node.AsText() is { } text ? text
        : throw Error($"{what} is a text, not {Found}{(Node is YamlScalar { Kind: not YamlScalarKind.None } ? ": put quotes around it" : "")}");

    public string Word(string what, params ReadOnlySpan<string> words) =>
        Node.AsText() is { } text && words.Contains(text) ? text : throw Error($"{what} is one of {string.Join(", ", words!)}, not {Found}");

    /// <summary>A whole number; as in Python, a truth value is 1 or 0.</summary>
    public BigInteger? Whole() => Node switch
    {
        YamlScalar { Kind: YamlScalarKind.Int } scalar => scalar.Int,
        YamlScalar { Kind: YamlScalarKind.Bool } scalar => scalar.Bool ? BigInteger.One : BigInteger.Zero,
        _ => null,
    };

    public bool Bool(string what) => Node is YamlScalar { Kind: YamlScalarKind.Bool } scalar ? scalar.Bool : throw Error($"{what} is true or false, not {Found}");

    public IReadOnlyList<string> Texts(string what, string item) => [.. Items(what).Select(part => part.Text(item))];

    public Part? Find(string key) => Node is YamlMap map && map.Find(key) is { } value ? At(key, value) : null;

    public Part Required(string key, string why) => Find(key) ?? throw Error($"{key} is missing: {why}");

    public Part At(string key, YamlNode value) => new(value, Path.Length == 0 ? key : $"{Path}.{key}");

    /// <summary>Refuses keys that are none of these.</summary>
    public void OnlyKeys(string what, params ReadOnlySpan<string> keys)
    {
        foreach (var (key, value) in Map(what))
        {
            if (!keys.Contains(key.Text))
                throw new DefinitionException(At(key.Text, value).Path, key.Line, $"{what} has no key {Excerpt(key.Text)}: it has {string.Join(", ", keys!)}");
        }
    }

    private static string Excerpt(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > 60 ? string.Concat(line.AsSpan(0, 60), "...") : line;
    }
}
