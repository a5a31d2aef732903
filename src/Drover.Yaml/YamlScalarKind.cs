namespace Drover.Yaml;

/// <summary>What a scalar stands for by the rules of YAML 1.1.</summary>
public enum YamlScalarKind
{
    /// <summary>Nothing: <c>~</c>, <c>null</c>, or no text at all.</summary>
    None,

    /// <summary>A truth value: <c>true</c>, <c>yes</c>, <c>on</c> and their opposites.</summary>
    Bool,

    /// <summary>A whole number of any size.</summary>
    Int,

    /// <summary>A binary floating-point number, infinity or not-a-number.</summary>
    Float,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A day, as in <c>2023-01-01</c>.</summary>
    Date,

    /// <summary>A day with a time, as in <c>2023-01-01 12:00:00Z</c>.</summary>
    Time,

    /// <summary>Bytes, written in base 64 with the tag <c>!!binary</c>.</summary>
    Bytes,
}
