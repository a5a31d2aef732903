namespace Drover.Cluster.Nodes;

/// <summary>A machine of the fleet.</summary>
internal sealed record Node : ConfigObject
{
    /// <summary>Address by which the nodes talk to each other.</summary>
    public required string PrimaryIp { get; init; }

    /// <summary>Address for the replication of disks.</summary>
    public required string SecondaryIp { get; init; }

    /// <summary>Uuid of the node group.</summary>
    public required string Group { get; init; }

    /// <summary>Keeps a copy of the configuration and may become master.</summary>
    public bool MasterCandidate { get; init; }

    /// <summary>Marked as not reachable: nobody talks to it.</summary>
    public bool Offline { get; init; }

    /// <summary>Takes no new instances.</summary>
    public bool Drained { get; init; }

    /// <summary>May become a candidate.</summary>
    public bool MasterCapable { get; init; } = true;

    /// <summary>May run instances.</summary>
    public bool VmCapable { get; init; } = true;

    /// <summary>Believed to be switched on.</summary>
    public bool Powered { get; init; } = true;

    /// <summary>Node parameters set on this node itself: an object.</summary>
    public RawJson Ndparams { get; init; } = ParameterObjects.Empty;

    public RawJson HvState { get; init; } = ParameterObjects.Empty;

    public RawJson DiskState { get; init; } = ParameterObjects.Empty;
}
