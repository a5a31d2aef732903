using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Running;

/// <summary>How the agent runs.</summary>
internal sealed record RunOptions
{
    /// <summary>What is kept: identity, reports, orders, output of services.</summary>
    public required string State { get; init; }

    /// <summary>What means nothing after a reboot.</summary>
    public required string Run { get; init; }

    /// <summary>The cltab of this node; null when it has no services.</summary>
    public string? Cltab { get; init; }

    /// <summary>The cgroup below which services get theirs; null for the agent's own place.</summary>
    public string? Cgroup { get; init; }

    /// <summary>Whether the end of the agent stops its services.</summary>
    public bool StopsServices { get; init; }

    /// <summary>What stands before <c>/var/lib/ganeti</c> where files of the configuration are kept; null when none are.</summary>
    public string? GanetiRoot { get; init; }

    /// <summary>The directory that all nodes share, in which this one has a status file of Cluster::Init below its name; null for none.</summary>
    public string? ClstatDirectory { get; init; }

    /// <summary>Whether it runs steps of test jobs.</summary>
    public bool TakesTestJobs { get; init; }

    /// <summary>User as whom they run; null for nobody where the agent is root, and for its own user elsewhere.</summary>
    public string? TestJobsUser { get; init; }

    /// <summary>Directory of their work directories; null for the state directory's name with <c>-jobs</c> behind it.</summary>
    public string? TestJobsDirectory { get; init; }

    /// <summary>Reports that are kept for a master.</summary>
    public int Reports { get; init; } = 10_000;

    /// <summary>Commands that run at a time; 0: none is taken.</summary>
    public int Commands { get; init; } = 32;

    /// <summary>How often it is looked whether the figures of this machine have moved; the master is told so often at most.</summary>
    public TimeSpan FiguresEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least level of lines that are written.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
