using System.Globalization;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Settings;

/// <summary>The table with the cluster as its only row.</summary>
internal static class ClusterResource
{
    public static Resource Build() => Fields().AddTo(Resource.Of<ClusterSettings>("cluster", "The cluster itself, one row")
            .KeyedBy("name", row => row.Name)
            .Rows(context => [context.State.Cluster()])
            .Find((context, name) => context.State.Cluster() is var cluster && cluster.Name == name ? cluster : null, "Cluster {0} not found"))
        // Beyond the vocabulary: what an operator looks for first.
        .Field("uuid", "UUID", FieldKind.Text, "Identifier that stays the same when the name changes", c => c.Uuid)
        .Field("serial_no", "SerialNo", FieldKind.Number, "Number of times the cluster was changed, counted up by one each time", c => c.SerialNo)
        .Field("max_running_jobs", "MaxRunningJobs", FieldKind.Number, "Jobs of the cluster that run at the same time at most", c => c.MaxRunningJobs)
        .Field("max_tracked_jobs", "MaxTrackedJobs", FieldKind.Number, "Jobs of the cluster that have left the queue at most", c => c.MaxTrackedJobs)
        .Field("candidate_pool_size", "CandidatePoolSize", FieldKind.Number, "Nodes that keep a copy of the configuration, as far as there are enough", c => c.CandidatePoolSize)
        .Field("enabled_hypervisors", "EnabledHypervisors", FieldKind.Other, "Hypervisors that instances may use", c => FieldValue.Of(c.EnabledHypervisors))
        .Build();

    private static FieldTable<ClusterSettings> Fields() =>
        new FieldTable<ClusterSettings>("cluster", "name", "master_node", "software_version", "drain_flag", "tags")
            .Add("name", c => c.Name)
            .Add("cluster_name", c => c.Name)
            .Add("master_node", (context, c) => context.State.NodeByUuid(c.MasterNode)?.Name is { } name ? name : FieldValue.NoData)
            .Add("ctime", c => FieldValue.Seconds(c.Created))
            .Add("mtime", c => FieldValue.Seconds(c.Changed))
            .Add("tags", c => FieldValue.Of(c.Tags))
            .Add("drain_flag", (context, _) => context.State.QueueState.Drained)
            .Add("watcher_pause", (context, _) => Pause(context.State.QueueState.WatcherPause))
            .Add("volume_group_name", c => c.VolumeGroupName.OrUnavailable())
            .Add("architecture", _ => FieldValue.Of(ClusterInfo.Architecture))
            .Add("software_version", _ => ClusterInfo.SoftwareVersion)
            .Add("protocol_version", _ => ClusterInfo.ProtocolVersion)
            .Add("config_version", _ => ClusterInfo.ConfigVersion)
            .Add("os_api_version", _ => ClusterInfo.OsApiVersion)
            .Add("export_version", _ => ClusterInfo.ExportVersion)
            .Add("vcs_version", _ => ClusterInfo.VcsVersion);

    private static FieldValue Pause(RawJson until) =>
        until.HasValue && double.TryParse(until.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : FieldValue.Unavailable;
}
