namespace Drover.Kernel.Queries;

/// <summary>How clients show the values of a field.</summary>
public enum FieldKind
{
    /// <summary>A string, never null.</summary>
    Text,

    /// <summary>True or false.</summary>
    Bool,
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with a fraction.</summary>
    Float,
    /// <summary>A whole number of mebibytes.</summary>
    Unit,
    /// <summary>Seconds since the Unix epoch, with a fraction.</summary>
    Timestamp,
    /// <summary>Any JSON, also null.</summary>
    Other,
    /// <summary>Kind of a field that the resource does not have.</summary>
    Unknown,
}

/// <summary>Names of the kinds.</summary>
public static class FieldKinds
{
    private static readonly string[] s_names = ["text", "bool", "number", "float", "unit", "timestamp", "other", "unknown"];

    /// <summary>The kind in a lower-case word, as all views show it.</summary>
    public static string WireName(this FieldKind kind) => s_names[(int)kind];
}
