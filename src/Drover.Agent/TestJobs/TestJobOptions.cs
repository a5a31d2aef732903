using Drover.Nodes.TestJobs;

namespace Drover.Agent.TestJobs;

/// <summary>Where test jobs run on a machine, and as whom.</summary>
public sealed class TestJobOptions
{
    /// <summary>Name of the machine.</summary>
    public required string Node { get; init; }

    /// <summary>Directory of records and captured output, which nobody else looks into.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Directory of the work directories. Other users pass through it.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Directory of the records of processes, best on a tmpfs.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The cgroup below which steps get theirs; null for the own place.</summary>
    public string? Cgroup { get; init; }

    /// <summary>User as whom steps run; null for the user of this program.</summary>
    public string? User { get; init; }

    /// <summary>The option that names <see cref="WorkDirectory"/>, for texts for people.</summary>
    public string WorkOption { get; init; } = "--test-jobs-directory";

    /// <summary>The file of a log by its name (<see cref="StepKey.Log"/>); null when it is no output of a definition.</summary>
    public string? FindOutput(string log) => StepKey.OfLog(log) is { } key ? TestJobPlaces.OutputOf(this, key) : null;
}
