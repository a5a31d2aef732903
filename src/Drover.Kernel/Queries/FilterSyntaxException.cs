namespace Drover.Kernel.Queries;

/// <summary>A filter that cannot be read. For the human form the message shows line, column, a caret, and what was expected; the properties hold
/// what a foreign wire needs to word it in its own way.</summary>
public sealed class FilterSyntaxException : DroverException
{
    /// <summary>A filter that cannot be read, and in what way.</summary>
    public FilterSyntaxException(FilterProblem problem, string message) : base("FILTER_SYNTAX", message) => Problem = problem;

    internal FilterSyntaxException(string message, int line, int column) : base("FILTER_SYNTAX", message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong.</summary>
    public FilterProblem Problem { get; }

    /// <summary>How many operators the condition stands under; 0 for the human form and for patterns.</summary>
    public int Level { get; internal init; }

    /// <summary>The operator, as it was given; null where there is none.</summary>
    public string? Operator { get; internal init; }

    /// <summary>What stands in the wrong place, as one line of JSON, cut when it is long; null where nothing does.</summary>
    public string? Found { get; internal init; }

    /// <summary>Line of the mistake, from 1; 0 for the list form.</summary>
    public int Line { get; }

    /// <summary>Column of the mistake in characters, from 1; 0 for the list form.</summary>
    public int Column { get; }
}
