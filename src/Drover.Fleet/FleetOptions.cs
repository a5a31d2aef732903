using System.Net;

namespace Drover.Fleet;

/// <summary>How the nodes of the fleet are reached.</summary>
public sealed record FleetOptions
{
    /// <summary>Name of the machine that the master runs on.</summary>
    public required string Node { get; init; }

    /// <summary>Where agents connect; null when none may.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Where agents are told to look for masters, as <c>HOST:PORT</c>.</summary>
    public IReadOnlyList<string> Masters { get; init; } = [];

    /// <summary>How long the certificate of a node is good. It asks for a new one when a third of that is left. Default 30 days.</summary>
    public TimeSpan CertificateTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a new machine may take until it shows its token. Default 15 minutes.</summary>
    public TimeSpan TokenTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an order waits for a node that is away. Default 60 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a node may take to answer. Default 60 seconds.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a node may take to answer what only shows something. Default 2 seconds.</summary>
    public TimeSpan LookTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a silent connection is asked whether it lives. Default 10 seconds; half of that later it is given up.</summary>
    public TimeSpan PingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest message of an agent, in bytes. Default 4 MiB.</summary>
    public int MessageBytes { get; init; } = 4 << 20;

    /// <summary>How much is kept of the rows of one node, and as much again of the states of its groups, in bytes. Default 16 MiB.</summary>
    public long RowBytes { get; init; } = 16 << 20;

    /// <summary>How much one node may report in a second in the long run, in bytes. Default 64 KiB.</summary>
    public long ReportRate { get; init; } = 64 << 10;

    /// <summary>How much of it at once, in bytes. Default 16 MiB: all reports that an agent keeps, several times.</summary>
    public long ReportBurst { get; init; } = 16 << 20;

    /// <summary>Most connections of agents. Default 4,096.</summary>
    public int Connections { get; init; } = 4_096;

    /// <summary>By how much the clock of a node may be off before that is told. Default 2 seconds.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often nodes are waited for that have a vote on who is master. Default 6 times.</summary>
    public int VoteTries { get; init; } = 6;

    /// <summary>How long each of these times is. Default 10 seconds.</summary>
    public TimeSpan VotePause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Name of the cluster.</summary>
    public string Cluster { get; init; } = "";
}
