namespace Drover.NodeWire;

/// <summary>What an agent says in its hello that it is able to.</summary>
public static class Capabilities
{
    /// <summary>It keeps in mind who the master is, and votes.</summary>
    public const string Vote = "vote";

    /// <summary>It keeps files of the configuration.</summary>
    public const string Configuration = "configuration";

    /// <summary>It keeps leases: a group that is to be on one node of several ends there with its lease.</summary>
    public const string Leases = "leases";

    /// <summary>It runs steps of test jobs.</summary>
    public const string TestJobs = "test-jobs";
}
