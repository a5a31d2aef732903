namespace Drover.NodeAgent.Running;

/// <summary>Exit codes of <c>drover-agent</c>, listed in <c>docs/drover-agent.md</c>.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>Another agent holds the state directory.</summary>
    public const int StateInUse = 3;

    /// <summary>This machine is no node, or what it is known by cannot be read.</summary>
    public const int NotJoined = 4;

    /// <summary>The master refused it.</summary>
    public const int Refused = 5;

    /// <summary>The node was taken out of the fleet.</summary>
    public const int Removed = 7;

    public static int Of(DroverException error) => error.Code switch
    {
        "USAGE" => Usage,
        "STATE_IN_USE" => StateInUse,
        "NOT_JOINED" or "IDENTITY_FILE" => NotJoined,
        "JOIN_REFUSED" or "MASTER_UNKNOWN" => Refused,
        _ => Failed,
    };
}
