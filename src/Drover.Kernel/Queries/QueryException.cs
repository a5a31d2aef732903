namespace Drover.Kernel.Queries;

/// <summary>A well-formed query that cannot be answered. The message is the text that clients of Ganeti expect;
/// <see cref="Hint"/> says what to do about it.</summary>
public sealed class QueryException : DroverException
{
    public QueryException(string code, QueryErrorClass errorClass, string message, string? hint = null) : base(code, message)
    {
        ErrorClass = errorClass;
        Hint = hint;
    }

    public QueryErrorClass ErrorClass { get; }

    /// <summary>Second argument of an <see cref="QueryErrorClass.OpPrereqError"/> (<c>unknown_entity</c>, <c>wrong_input</c>); null for the other classes.</summary>
    public string? Reason { get; init; }

    /// <summary>What the asker can do; null when the message says it all.</summary>
    public string? Hint { get; }

    internal static QueryException Parameter(string code, string message, string? hint = null) =>
        new(code, QueryErrorClass.ParameterError, message, hint);
}
