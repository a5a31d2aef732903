namespace Drover.Yaml;

/// <summary>One key of a <see cref="YamlMap"/> with its value.</summary>
public readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
