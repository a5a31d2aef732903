using Drover.Services.Cltab;

namespace Drover.Services;

/// <summary>Settings of the services of this node.</summary>
public sealed class ServicesOptions
{
    /// <summary>The cltab; null when this node has no services.</summary>
    public string? CltabPath { get; init; }

    /// <summary>Where the node keeps the cluster's cltab, over reboots; null when it takes none.</summary>
    public string? ClusterCltabPath { get; init; }

    /// <summary>Name of this node: services are known by node, group and tag.</summary>
    public required string Node { get; init; }

    /// <summary>Where node-local records of processes are kept. They mean nothing after a reboot.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Where the sockets are to which services announce that they are ready; null for a place below <see cref="RunDirectory"/>.</summary>
    public string? NotifyDirectory { get; init; }

    /// <summary>Where captured output goes, one file an entry, unless the cltab's <c>:::log:</c> names another directory.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Bytes that captured output may hold in all, on each file system. Default 1 GiB.</summary>
    public long OutputSpace { get; init; } = 1L << 30;

    /// <summary>Free bytes that captured output leaves to others on its file system. Default 128 MiB.</summary>
    public long OutputKeepFree { get; init; } = 128L << 20;

    /// <summary>The program that ends what outlives a lease; null for <c>drover-guard</c> beside this program.</summary>
    public string? GuardProgram { get; init; }

    /// <summary>The cgroup below which services get theirs; null for the daemon's own place.</summary>
    public string? Cgroup { get; init; }

    /// <summary>Whether each entry is measured, with its name. Default false: whoever may read the figures would learn the names.</summary>
    public bool MeasureEntries { get; init; }

    /// <summary>User id that the daemon runs as; a cltab must belong to it or to root.</summary>
    public uint DaemonUser { get; init; }

    /// <summary>How long an orderly end waits for services that do not stop. Default 30 seconds: the whole stop ladder twice.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Which levels groups begin at. Default: those of before.</summary>
    public LevelsAtStart LevelsAtStart { get; init; } = LevelsAtStart.Restore;

    /// <summary>How long the cltab must have stood still to count. Default 250 ms.</summary>
    public TimeSpan CltabSettleTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a cltab that is being written is waited for, before what was in force stays in force. Default 5 seconds.</summary>
    public TimeSpan CltabSettleLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a cltab may stop without being confirmed.</summary>
    public RereadLimit RereadLimit { get; init; } = new();
}
