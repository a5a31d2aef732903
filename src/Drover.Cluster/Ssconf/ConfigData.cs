using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Drover.Cluster.Groups;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Nodes.Configuration;

namespace Drover.Cluster.Ssconf;

/// <summary>What <c>config.data</c> holds: the configuration in the form of Ganeti 3.0, a copy for programs that read the file
/// instead of asking. It is never read back. Objects stand by uuid; what a record of ours does not have stands there with the value
/// that means "not used".</summary>
internal static class ConfigData
{
    public const string FileName = ConfigurationFiles.DataName;

    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(KernelState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_plain))
            Write(writer, state);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, KernelState state)
    {
        var cluster = state.Cluster();
        writer.WriteStartObject();
        writer.WriteNumber("version", ClusterInfo.ConfigVersion);
        writer.WriteStartObject("cluster");
        WriteCluster(writer, cluster);
        writer.WriteEndObject();
        WriteAll(writer, "nodes", state.Nodes(), WriteNode);
        WriteAll(writer, "nodegroups", state.Groups(), WriteGroup);
        // Neither can be made yet.
        WriteNone(writer, "instances");
        WriteNone(writer, "disks");
        WriteAll(writer, "networks", state.Networks(), WriteNetwork);
        writer.WriteStartObject("filters");
        foreach (var filter in state.Objects.All(JobFilter.Kind).OrderBy(f => f.Uuid, StringComparer.Ordinal))
            WriteFilter(writer, filter);
        writer.WriteEndObject();
        writer.WriteNumber("serial_no", state.Sequence);
        WriteMoment(writer, "ctime", cluster.Created);
        WriteMoment(writer, "mtime", state.Time);
        writer.WriteEndObject();
    }

    private static void WriteCluster(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        WriteCommon(writer, cluster);
        writer.WriteString("cluster_name", cluster.Name);
        writer.WriteString("master_node", cluster.MasterNode);
        writer.WriteString("master_ip", cluster.MasterIp);
        // As the address families of sockets are numbered.
        writer.WriteNumber("primary_ip_family", cluster.PrimaryIpVersion == 6 ? 10 : 2);
        writer.WriteTexts("enabled_hypervisors", cluster.EnabledHypervisors);
        ClusterInfo.WriteParameters(writer, cluster);
        writer.WriteRaw("hv_state_static", cluster.HvState);
        writer.WriteRaw("disk_state_static", cluster.DiskState);
        ClusterInfo.WriteLimits(writer, cluster);
        WriteOptional(writer, "volume_group_name", cluster.VolumeGroupName);
        WriteOptional(writer, "drbd_usermode_helper", cluster.DrbdUsermodeHelper);
        ClusterInfo.WriteDirectories(writer, cluster);
        ClusterInfo.WriteAllocation(writer, cluster);
        ClusterInfo.WriteSystems(writer, cluster);
        writer.WriteBoolean("modify_etc_hosts", cluster.ModifyEtcHosts);
        writer.WriteBoolean("modify_ssh_setup", cluster.ModifySshSetup);
        writer.WriteString("ssh_key_type", cluster.SshKeyType);
        writer.WriteNumber("ssh_key_bits", cluster.SshKeyBits);
        WriteCollectors(writer, cluster);
        WriteNotUsed(writer);
    }

    private static void WriteCollectors(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteStartObject("data_collectors");
        foreach (var (name, collector) in cluster.DataCollectors)
        {
            writer.WriteStartObject(name);
            writer.WriteBoolean("active", collector.Active);
            writer.WriteNumber("interval", collector.Interval);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    /// <summary>Keys that readers insist on, of things that there are not here: keys of ssh hosts, ports given out, certificates.</summary>
    private static void WriteNotUsed(Utf8JsonWriter writer)
    {
        const int FirstPort = 11000;
        writer.WriteString("rsahostkeypub", "");
        writer.WriteNumber("highest_used_port", FirstPort);
        writer.WriteTexts("tcpudp_port_pool", []);
        WriteNone(writer, "candidate_certs");
        WriteNone(writer, "osparams_private_cluster");
    }

    private static void WriteNode(Utf8JsonWriter writer, Node node)
    {
        writer.WriteString("primary_ip", node.PrimaryIp);
        writer.WriteString("secondary_ip", node.SecondaryIp);
        writer.WriteBoolean("master_candidate", node.MasterCandidate);
        writer.WriteBoolean("offline", node.Offline);
        writer.WriteBoolean("drained", node.Drained);
        writer.WriteString("group", node.Group);
        writer.WriteBoolean("master_capable", node.MasterCapable);
        writer.WriteBoolean("vm_capable", node.VmCapable);
        writer.WriteRaw("ndparams", node.Ndparams);
        writer.WriteBoolean("powered", node.Powered);
        writer.WriteRaw("hv_state_static", node.HvState);
        writer.WriteRaw("disk_state_static", node.DiskState);
    }

    private static void WriteGroup(Utf8JsonWriter writer, NodeGroup group)
    {
        writer.WriteString("alloc_policy", group.AllocPolicy);
        writer.WriteRaw("ndparams", group.Ndparams);
        writer.WriteRaw("diskparams", group.Diskparams);
        writer.WriteRaw("ipolicy", group.Ipolicy);
        writer.WriteRaw("networks", group.Networks);
        writer.WriteRaw("hv_state_static", group.HvState);
        writer.WriteRaw("disk_state_static", group.DiskState);
    }

    private static void WriteNetwork(Utf8JsonWriter writer, Network network)
    {
        writer.WriteString("network", network.Range);
        WriteOptional(writer, "network6", network.Range6);
        WriteOptional(writer, "gateway", network.Gateway);
        WriteOptional(writer, "gateway6", network.Gateway6);
        WriteOptional(writer, "mac_prefix", network.MacPrefix);
        WriteOptional(writer, "reservations", network.Reservations);
        WriteOptional(writer, "ext_reservations", network.ExtReservations);
    }

    private static void WriteFilter(Utf8JsonWriter writer, JobFilter filter)
    {
        writer.WriteStartObject(filter.Uuid);
        writer.WriteString("uuid", filter.Uuid);
        writer.WriteNumber("watermark", filter.Watermark);
        writer.WriteNumber("priority", filter.Priority);
        writer.WriteRaw("predicates", filter.Predicates);
        writer.WriteRaw("action", filter.Action);
        writer.WriteRaw("reason_trail", filter.ReasonTrail);
        writer.WriteEndObject();
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, string key, IEnumerable<T> objects, Action<Utf8JsonWriter, T> write) where T : ConfigObject
    {
        writer.WriteStartObject(key);
        foreach (var item in objects.OrderBy(o => o.Uuid, StringComparer.Ordinal))
        {
            writer.WriteStartObject(item.Uuid);
            WriteCommon(writer, item);
            writer.WriteString("name", item.Name);
            write(writer, item);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter writer, ConfigObject item)
    {
        writer.WriteString("uuid", item.Uuid);
        WriteMoment(writer, "ctime", item.Created);
        WriteMoment(writer, "mtime", item.Changed);
        writer.WriteNumber("serial_no", item.SerialNo);
        writer.WriteTexts("tags", item.Tags);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string key, string? value)
    {
        if (value is not null)
            writer.WriteString(key, value);
    }

    private static void WriteNone(Utf8JsonWriter writer, string key)
    {
        writer.WriteStartObject(key);
        writer.WriteEndObject();
    }

    /// <summary>Seconds with their fraction, to the microsecond.</summary>
    private static void WriteMoment(Utf8JsonWriter writer, string key, Timestamp moment)
    {
        writer.WritePropertyName(key);
        writer.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{moment.Microseconds / 1_000_000}.{moment.Microseconds % 1_000_000:D6}"));
    }
}
