namespace Drover.Nodes.Services;

/// <summary>A supervised process as queries show it. Times are microseconds since the Unix epoch.</summary>
public sealed record ProcessRow(
    string Node, string Group, string Tag, string Mode, string State, int Pid, string Level, int Restarts, string? LastExit,
    string? Error, long Since, long? ThrottledUntil, string Command, string Log, string? Invocation)
{
    /// <summary>What it belongs to.</summary>
    public ProcessKey Key => new(Node, Group, Tag);

    /// <summary>Group and tag, such as <c>web/httpd</c>.</summary>
    public string Name => Key.Name;

    /// <summary>The limits of its tree, each with what keeps it; null if it has none, or has not been started.</summary>
    public string? Limits { get; init; }

    /// <summary>Processor time of the main process; null unless it was asked for and the process lives.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Resident memory of the main process; null as above.</summary>
    public long? MemoryMiB { get; init; }
}
