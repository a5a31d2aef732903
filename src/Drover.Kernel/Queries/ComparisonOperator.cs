namespace Drover.Kernel.Queries;

/// <summary>How a comparison relates a field to a value.</summary>
public enum ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

internal static class ComparisonOperators
{
    private static readonly string[] Symbols = ["==", "!=", "<", "<=", ">", ">="];

    public static string Symbol(this ComparisonOperator op) => Symbols[(int)op];

    /// <summary>The operator that is written so; <c>=</c> is the older way to write <c>==</c>.</summary>
    public static ComparisonOperator? Parse(string symbol)
    {
        if (symbol == "=") return ComparisonOperator.Equal;
        var index = Array.IndexOf(Symbols, symbol);
        return index < 0 ? null : (ComparisonOperator)index;
    }
}
