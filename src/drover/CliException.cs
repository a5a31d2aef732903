namespace Drover.Cli;

/// <summary>
/// An error that ends a verb: a stable code, what happened and why, and what to do about it.
/// The client does not load the kernel (start time counts), so this is its own twin of the kernel's exception.
/// </summary>
internal sealed class CliException(string code, string message, int exitCode, string? hint = null) : Exception(message)
{
    public string Code { get; } = code;

    public int ExitCode { get; } = exitCode;

    /// <summary>What to do next; null if there is nothing to add.</summary>
    public string? Hint { get; } = hint;

    /// <summary>There is no connection, or the daemon is not able now: a follower may try again.</summary>
    public bool MayPass { get; init; }

    /// <summary>The same error with other advice.</summary>
    public CliException WithHint(string advice) => new(Code, Message, ExitCode, advice) { MayPass = MayPass };

    /// <summary>The same error with another exit code.</summary>
    public CliException WithExitCode(int exitCode) => new(Code, Message, exitCode, Hint) { MayPass = MayPass };

    public static CliException Usage(string message, string? hint = null) => new("USAGE", message, Cli.ExitCode.Usage, hint);
}
