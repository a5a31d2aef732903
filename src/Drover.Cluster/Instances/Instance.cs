using System.Collections.Immutable;

namespace Drover.Cluster.Instances;

/// <summary>A virtual machine. None can be made yet; the form is fixed so that queries, checks and references know it.</summary>
internal sealed record Instance : ConfigObject
{
    /// <summary>Uuid of the node that runs it.</summary>
    public required string PrimaryNode { get; init; }

    /// <summary>Uuids of the nodes that keep copies of its disks.</summary>
    public ImmutableArray<string> SecondaryNodes { get; init; } = [];

    public string Os { get; init; } = "";

    public required string Hypervisor { get; init; }

    public RawJson Hvparams { get; init; } = ParameterObjects.Empty;

    public RawJson Beparams { get; init; } = ParameterObjects.Empty;

    public RawJson Osparams { get; init; } = ParameterObjects.Empty;

    /// <summary>What the operator wants: up, down, offline.</summary>
    public string AdminState { get; init; } = "down";

    /// <summary>Who wants it: admin, user.</summary>
    public string AdminStateSource { get; init; } = "admin";

    public string DiskTemplate { get; init; } = "diskless";

    public bool DisksActive { get; init; }

    public bool Forthcoming { get; init; }

    public int? NetworkPort { get; init; }

    public ImmutableArray<Disk> Disks { get; init; } = [];

    public ImmutableArray<Nic> Nics { get; init; } = [];
}

/// <summary>A disk of an instance; size in mebibytes.</summary>
internal sealed record Disk(string Uuid, string? Name, long Size, int? Spindles);

/// <summary>A network interface of an instance; network is a uuid.</summary>
internal sealed record Nic(string Uuid, string? Name, string Mac, string? Ip, string? Network, string? Mode, string? Link, string? Vlan);
