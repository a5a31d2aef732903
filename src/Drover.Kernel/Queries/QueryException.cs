namespace Drover.Kernel.Queries;

/// <summary>A well-formed query that cannot be answered. The code and the other properties hold what a foreign wire needs to word it in its own way;
/// <see cref="Hint"/> says what to do about it.</summary>
public sealed class QueryException : DroverException
{
    /// <summary>A query that cannot be answered: code, text, and what to do.</summary>
    public QueryException(string code, string message, string? hint = null) : base(code, message) => Hint = hint;

    /// <summary>The field at fault; null where it is none.</summary>
    public string? Field { get; internal init; }

    /// <summary>What kind of values that field has, for <c>FILTER_KIND</c>.</summary>
    public FieldKind Kind { get; internal init; }

    /// <summary>The value of the filter at fault, for <c>FILTER_KIND</c> and <c>FILTER_JOB_ID</c>.</summary>
    public FieldValue Value { get; internal init; }

    /// <summary>What the asker can do; null when the message says it all.</summary>
    public string? Hint { get; }
}
