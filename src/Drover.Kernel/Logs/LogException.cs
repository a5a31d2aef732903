namespace Drover.Kernel.Logs;

/// <summary>A log cannot be read or written.</summary>
public sealed class LogException : DroverException
{
    public LogException(string code, string message) : base(code, message) { }

    public LogException(string code, string message, Exception inner) : base(code, message, inner) { }
}
