using Drover.Cluster;
using Drover.Daemon.Settings;
using Drover.Storage;

namespace Drover.Daemon;

/// <summary>The names of cluster and node. A filled state directory says them, for all rooms alike; settings name those of an empty one.</summary>
internal static class StoredNames
{
    /// <summary>The settings with the names of the state directory.</summary>
    /// <exception cref="DroverException"><c>STATE_OF_ANOTHER_NODE</c>: the directory is that of a node with another name.</exception>
    public static DaemonSettings Take(DaemonSettings settings, SqliteStore store, Action<string> warn)
    {
        using var reader = store.Read();
        if (ClusterIdentity.Stored(reader) is not { } stored)
            return settings;
        if (stored.MasterNode != settings.Text("node") && (settings.IsSet("node") || Process.MachineId.Read() is null) && !settings.TakesOver)
            throw new DroverException("STATE_OF_ANOTHER_NODE",
                $"The state directory {settings.Directory("state")} is that of node '{stored.MasterNode}', and this is node '{settings.Text("node")}'. If a daemon still runs there, two masters would give orders. Set node to '{stored.MasterNode}' if this is that node; else make sure that the other one does not run any more, then start once with --take-over. Nothing was changed.");
        if (stored.MasterNode != settings.Text("node"))
            warn($"The state directory is that of node '{stored.MasterNode}', and that is the name in force; this machine is called '{settings.Text("node")}'.");
        if (settings.IsSet("cluster") && stored.Name != settings.Text("cluster"))
            warn($"The state directory is that of cluster '{stored.Name}'; the setting cluster '{settings.Text("cluster")}' has no effect. Rename it with the opcode OP_CLUSTER_RENAME.");
        return settings.WithStored("node", stored.MasterNode).WithStored("cluster", stored.Name);
    }
}
