namespace Drover.Clinit;

/// <summary>An error that ends the program.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="code">Short word for programs, as in the replies of the daemon.</param>
/// <param name="message">What happened.</param>
/// <param name="hint">What to do about it.</param>
internal sealed class ClinitException(int exitCode, string code, string message, string? hint = null) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Code { get; } = code;

    public string? Hint { get; } = hint;

    public static ClinitException Usage(string what) =>
        new(Clinit.ExitCode.Usage, "usage", what, "'clinit -h' lists all options");
}
