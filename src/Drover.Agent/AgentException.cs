namespace Drover.Agent;

/// <summary>Something that the machine refused. The text names the thing, the system's reason and what to do; <see cref="Errno"/> is 0
/// where the agent refused by itself.</summary>
public sealed class AgentException : DroverException
{
    /// <summary>An error with a stable code, and the errno where a system call failed (0: none did).</summary>
    public AgentException(string code, string message, int errno = 0) : base(code, message) => Errno = errno;

    /// <summary>The system's error number (errno(3)), 0 if none.</summary>
    public int Errno { get; }
}
