namespace Drover.Kernel;

/// <summary>Kinds of things that permissions are about, besides query resources and object kinds.</summary>
public static class Protected
{
    /// <summary>Jobs; the key is the id.</summary>
    public const string Job = "job";

    /// <summary>Types of opcodes; the key is the <c>OP_ID</c>.</summary>
    public const string Opcode = "opcode";

    /// <summary>The job queue as a whole.</summary>
    public const string Queue = "queue";

    /// <summary>Job filters; the key is the uuid.</summary>
    public const string Filter = "filter";

    /// <summary>The watcher of Ganeti.</summary>
    public const string Watcher = "watcher";

    /// <summary>Records of the journal.</summary>
    public const string Event = "event";

    /// <summary>Signals; the key is their kind.</summary>
    public const string Signal = "signal";

    /// <summary>The journal as a whole.</summary>
    public const string Journal = "journal";

    /// <summary>Logs; the key is the name.</summary>
    public const string Log = "log";

    /// <summary>Settings of the daemon; the key is the name.</summary>
    public const string Setting = "setting";

    /// <summary>Whether the daemon is well.</summary>
    public const string Health = "health";

    /// <summary>Figures of the daemon.</summary>
    public const string Metrics = "metrics";

    /// <summary>The daemon itself.</summary>
    public const string Daemon = "daemon";
}
