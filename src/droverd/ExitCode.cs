namespace Drover.Daemon;

/// <summary>Exit codes of <c>droverd</c>, listed in <c>docs/droverd.md</c>.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Another process holds the state directory.</summary>
    public const int StateInUse = 3;

    /// <summary>The state directory is damaged, lacks its end, was written by a newer version, or is not this daemon's.</summary>
    public const int StateUnusable = 4;

    /// <summary>It has left its services running for a next daemon, which is to be started (SIGUSR1, <c>drover restart</c>).</summary>
    public const int Left = 6;

    /// <summary>Another node is the master: Ganeti's number for it.</summary>
    public const int NotMaster = 11;

    /// <summary>It cannot be told who the master is: Ganeti's number for a node that is not set up.</summary>
    public const int NodeSetup = 12;

    public static int Of(DroverException error) => error.Code switch
    {
        "USAGE" or "SETTING_UNKNOWN" or "SETTING_INVALID" or "CONFIG_FILE" or "BAD_FAULT" or "LUXI_OPTIONS" or "SOCKET_PATH" or "SOCKET_OWNER"
            or "CLUSTER_OPTIONS" or "FEW_DESCRIPTORS" or "SOCKETS_PASSED" => Usage,
        "STATE_IN_USE" => StateInUse,
        "MASTER_ELSEWHERE" => NotMaster,
        "MASTER_UNKNOWN" => NodeSetup,
        "STATE_FOREIGN" or "STATE_OF_ANOTHER_MACHINE" or "STATE_OF_ANOTHER_NODE" or "STORE_DAMAGED" or "STORE_FORMAT_NEWER" or "JOURNAL_BEHIND_HEAD" or "OBJECT_KIND_UNKNOWN" or "OBJECT_TOO_NEW" or "EVENT_UNKNOWN"
            or "CLUSTER_MISSING" => StateUnusable,
        _ => Failed,
    };
}
