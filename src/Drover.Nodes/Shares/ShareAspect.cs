namespace Drover.Nodes.Shares;

/// <summary>What of an entry is not as it is to be.</summary>
public enum ShareAspect
{
    /// <summary>Its user and group.</summary>
    Owner,

    /// <summary>Its ACL, or its mode where it is to have none.</summary>
    Access,

    /// <summary>The ACL that new entries of a directory get.</summary>
    Default,
}
