using Drover.Agent.Output;

namespace Drover.Agent;

/// <summary>The captured output of an entry: one append-only file for both streams, readable by owner and group (0640).</summary>
public static class OutputLog
{
    /// <summary>The smallest limit that makes sense.</summary>
    public const long LeastLimit = 64 << 10;

    /// <summary>Moves a log and its copy to another place of the same file system, never over what is there.</summary>
    /// <returns>Whether it is there then, also by an earlier move.</returns>
    public static bool Move(string from, string to) => LogFile.Move(from, to);
}
