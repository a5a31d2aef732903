namespace Drover.Kernel.Operations;

/// <summary>An operation did not succeed, for a reason that its author foresaw. Becomes the pair <c>[class, [arguments]]</c> in the job.</summary>
public sealed class OperationException : DroverException
{
    /// <param name="errorClass">Class name on the wire, such as <c>OpExecError</c>.</param>
    /// <param name="arguments">Its arguments; the first one is the text for people.</param>
    public OperationException(string errorClass, params string[] arguments)
        : base("OPERATION_FAILED", arguments.Length > 0 ? arguments[0] : errorClass)
    {
        ErrorClass = errorClass;
        Arguments = arguments;
    }

    /// <summary>Class of the error, such as OpPrereqError.</summary>
    public string ErrorClass { get; }

    /// <summary>The text, and a code behind it where there is one.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The result pair.</summary>
    public RawJson ToResult() => OpcodeResults.Failure(ErrorClass, [.. Arguments]);
}
