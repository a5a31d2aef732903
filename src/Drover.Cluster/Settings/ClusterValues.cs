using Drover.Kernel.State;

namespace Drover.Cluster.Settings;

/// <summary>Single values of the cluster that clients ask for by name (QueryConfigValues).</summary>
public static class ClusterValues
{
    /// <summary>The value of that name, or null when there is none of it.</summary>
    public static RawJson? Get(KernelState state, string name) => name switch
    {
        "cluster_name" => RawJson.String(state.Cluster().Name),
        "master_node" => RawJson.String(state.Master()?.Name ?? ""),
        "drain_flag" => RawJson.Write(w => w.WriteBooleanValue(state.QueueState.Drained)),
        "watcher_pause" => state.QueueState.WatcherPause is { HasValue: true } pause ? pause : RawJson.Null,
        "modify_ssh_setup" => RawJson.Write(w => w.WriteBooleanValue(state.Cluster().ModifySshSetup)),
        "ssh_key_type" => RawJson.String(state.Cluster().SshKeyType),
        "ssh_key_bits" => RawJson.Write(w => w.WriteNumberValue(state.Cluster().SshKeyBits)),
        _ => null,
    };
}
