namespace Drover.Agent.Commands;

/// <summary>Where commands of a node are kept, and by whom they are run.</summary>
public sealed class CommandOptions
{
    /// <summary>Name of the directory, below that of all state, in which it is kept which commands were begun.</summary>
    public const string UsualDirectory = "commands";

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Directory of records of processes, which mean nothing after a boot.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Directory in which it is kept which commands were begun, over boots.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The cgroup below which commands get theirs; null for the own place.</summary>
    public string? Cgroup { get; init; }

    /// <summary>How many may run at a time; 0: none is taken. Default 32.</summary>
    public int MostAtOnce { get; init; } = 32;

    /// <summary>What that is set by, in texts for people.</summary>
    public string MostAtOnceName { get; init; } = "commands-at-once";

    /// <summary>What the program that runs them is called in texts for people. Default: the agent.</summary>
    public string Runner { get; init; } = "the agent";
}
