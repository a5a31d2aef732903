namespace Drover.Daemon.Process;

/// <summary>What becomes of the services when the daemon ends.</summary>
internal enum ServiceFate
{
    /// <summary>They go on; the next daemon adopts them.</summary>
    Stay,

    /// <summary>Each group is stopped, by the ladders of its entries.</summary>
    Stop,

    /// <summary>The setting <c>on-term</c> says which.</summary>
    AsSet,
}
