namespace Drover.Kernel.Queries;

/// <summary>How a comparison relates a field to a value.</summary>
public enum ComparisonOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,
}

internal static class ComparisonOperators
{
    private static readonly string[] s_symbols = ["==", "!=", "<", "<=", ">", ">="];

    public static string Symbol(this ComparisonOperator op) => s_symbols[(int)op];

    /// <summary>The operator that is written so; <c>=</c> is the older way to write <c>==</c>.</summary>
    public static ComparisonOperator? Parse(string symbol)
    {
        if (symbol == "=") return ComparisonOperator.Equal;
        var index = Array.IndexOf(s_symbols, symbol);
        return index < 0 ? null : (ComparisonOperator)index;
    }
}
