namespace Drover.Cluster.Groups;

/// <summary>Nodes that instances may move between.</summary>
internal sealed record NodeGroup : ConfigObject
{
    /// <summary>How willingly the allocator places instances here: preferred, last_resort, unallocable.</summary>
    public string AllocPolicy { get; init; } = "preferred";

    /// <summary>Node parameters set on this group itself: an object.</summary>
    public RawJson Ndparams { get; init; } = ParameterObjects.Empty;

    /// <summary>Disk parameters by template set on this group itself: an object of objects.</summary>
    public RawJson Diskparams { get; init; } = ParameterObjects.Empty;

    /// <summary>Limits for instances set on this group itself: an object.</summary>
    public RawJson Ipolicy { get; init; } = ParameterObjects.Empty;

    public RawJson HvState { get; init; } = ParameterObjects.Empty;

    public RawJson DiskState { get; init; } = ParameterObjects.Empty;

    /// <summary>Connected networks: an object of network uuid to mode, link and vlan.</summary>
    public RawJson Networks { get; init; } = ParameterObjects.Empty;
}
