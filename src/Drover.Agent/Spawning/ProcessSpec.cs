using Drover.Agent.Output;
using Drover.Nodes.Services;

namespace Drover.Agent;

/// <summary>What to start, and in which surroundings.</summary>
public sealed record ProcessSpec
{
    internal const long UsualLogLimit = 10 << 20;

    /// <summary>The entry it belongs to.</summary>
    public required ProcessKey Key { get; init; }

    /// <summary>What to run.</summary>
    public required CommandLine Command { get; init; }

    /// <summary>The run level for which it is started; exported as <c>CLINIT_LEVEL</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The mode of the entry; exported as <c>CLINIT_MODE</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The file that takes both output streams. Made, with its directory, if it is missing.</summary>
    public required string LogPath { get; init; }

    /// <summary>What takes its output instead of the log, standard error apart; null for the log.</summary>
    internal OutputPipes? Pipes { get; init; }

    /// <summary>How many bytes of log are kept. Default 10 MiB, at least 64 KiB.</summary>
    public long LogLimit { get; init; } = UsualLogLimit;

    /// <summary>What the caller wants kept with the record and given back at adoption: what it is started as, and what counts for it. Default none.</summary>
    public RawJson Note { get; init; }

    /// <summary>Variables on top of the daemon's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = NoVariables;

    /// <summary>An empty environment.</summary>
    public static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A file of <c>NAME=value</c> lines, read at each start; a leading <c>-</c> lets it be missing. <see cref="Environment"/> wins.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>User to run as (name or number); null is the daemon's own. Other users need the daemon to be root.</summary>
    public string? User { get; init; }

    /// <summary>Group to run as (name or number); null is the main group of <see cref="User"/>.</summary>
    public string? Group { get; init; }

    /// <summary>Working directory; null is the daemon's own.</summary>
    public string? Directory { get; init; }

    /// <summary>Permissions that files of it do not get (umask(2)); null is 022.</summary>
    public int? Umask { get; init; }

    /// <summary>Nice value; null is 0, where it can be had.</summary>
    public int? Nice { get; init; }

    /// <summary>Resource limits by the names of prlimit(1) (<c>nofile</c>, <c>core</c>, <c>as</c> ...): a number, <c>unlimited</c>, or <c>soft:hard</c>.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Limits of it and its descendants together.</summary>
    public TreeLimits TreeLimits { get; init; } = TreeLimits.None;

    /// <summary>Whether it gets a cgroup of its own where the agent can make one. Default true.</summary>
    public bool UseCgroup { get; init; } = true;

    /// <summary>Runs under a small shell that keeps the exit status in a file, so that it survives a restart of the daemon.</summary>
    public bool KeepStatus { get; init; }

    /// <summary>Asked at the last moment before it is started, on any thread: a text keeps it from that, and is the reason. Default null: nothing does.</summary>
    public Func<string?>? Objection { get; init; }

    /// <summary>Gives it a <c>NOTIFY_SOCKET</c> (sd_notify(3)) and reports what it announces there.</summary>
    public bool Notify { get; init; }
}
