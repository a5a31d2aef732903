namespace Drover.Kernel.Logs;

/// <summary>A log cannot be read or written.</summary>
public sealed class LogException : DroverException
{
    /// <summary>An error about a log with a stable code.</summary>
    public LogException(string code, string message) : base(code, message) { }

    /// <summary>An error about a log with a stable code.</summary>
    public LogException(string code, string message, Exception inner) : base(code, message, inner) { }
}
