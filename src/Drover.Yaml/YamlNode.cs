namespace Drover.Yaml;

/// <summary>One value of a YAML document: a <see cref="YamlScalar"/>, a <see cref="YamlList"/> or a <see cref="YamlMap"/>. Never changes; an alias and its anchor are one and the same node.</summary>
public abstract class YamlNode
{
    private protected YamlNode(int line, int column)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line of the text on which the value begins, from 1 on; 0 when it was not read from a text.</summary>
    public int Line { get; }

    /// <summary>The column of the text in which the value begins, from 1 on; 0 when it was not read from a text.</summary>
    public int Column { get; }

    /// <summary>The text, when this is one. A number, a date or nothing is none.</summary>
    public string? AsText() => this is YamlScalar { Kind: YamlScalarKind.Text } scalar ? scalar.Written : null;
}
