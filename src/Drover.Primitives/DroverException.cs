namespace Drover;

/// <summary>Root of the errors that a user may see. Each has a stable <see cref="Code"/> and a text that says what happened, why, and what to do.</summary>
public class DroverException : Exception
{
    /// <summary>An error with a stable code, for people and programs.</summary>
    public DroverException(string code, string message) : base(message) => Code = code;

    /// <summary>An error with a stable code, for people and programs.</summary>
    public DroverException(string code, string message, Exception inner) : base(message, inner) => Code = code;

    /// <summary>Stable upper-case code, such as <c>QUEUE_DRAINED</c>.</summary>
    public string Code { get; }
}
