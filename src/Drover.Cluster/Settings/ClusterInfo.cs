using System.Runtime.InteropServices;
using System.Text.Json;
using Drover.Kernel.State;

namespace Drover.Cluster.Settings;

/// <summary>What clients of Ganeti want to know about the cluster. Source: <c>docs/protocols/luxi.md</c>, QueryClusterInfo.</summary>
public static class ClusterInfo
{
    /// <summary>The release whose answers we give.</summary>
    public const string SoftwareVersion = "3.0.2";

    public const int ProtocolVersion = 3_000_000;

    public const int ConfigVersion = 3_000_000;

    public const int OsApiVersion = 20;

    public const int ExportVersion = 0;

    /// <summary>Version in the source code repository.</summary>
    public static string VcsVersion { get; } =
        $"(drover) version {typeof(ClusterInfo).Assembly.GetName().Version?.ToString(3) ?? "unknown"}";

    /// <summary>Word size and machine type of this machine.</summary>
    internal static string[] Architecture { get; } =
        [Environment.Is64BitOperatingSystem ? "64bits" : "32bits", RuntimeInformation.OSArchitecture switch
        {
            System.Runtime.InteropServices.Architecture.X64 => "x86_64",
            System.Runtime.InteropServices.Architecture.X86 => "i686",
            System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
            var other => other.ToString().ToLowerInvariant(),
        }];

    /// <summary>Writes the answer of QueryClusterInfo: an object that has every key a client looks at.</summary>
    public static void Write(Utf8JsonWriter writer, KernelState state)
    {
        var cluster = state.Cluster();
        writer.WriteStartObject();
        writer.WriteString("software_version", SoftwareVersion);
        writer.WriteNumber("protocol_version", ProtocolVersion);
        writer.WriteNumber("config_version", ConfigVersion);
        writer.WriteNumber("os_api_version", OsApiVersion);
        writer.WriteNumber("export_version", ExportVersion);
        writer.WriteString("vcs_version", VcsVersion);
        writer.WriteTexts("architecture", Architecture);
        writer.WriteString("name", cluster.Name);
        writer.WriteString("master", state.Master()?.Name ?? "");
        writer.WriteString("default_hypervisor", cluster.DefaultHypervisor);
        writer.WriteTexts("enabled_hypervisors", cluster.EnabledHypervisors);
        WriteParameters(writer, cluster);
        WriteLimits(writer, cluster);
        WriteStorage(writer, cluster);
        writer.WriteNumber("ctime", cluster.Created.UnixSeconds);
        writer.WriteNumber("mtime", cluster.Changed.UnixSeconds);
        writer.WriteString("uuid", cluster.Uuid);
        writer.WriteTexts("tags", cluster.Tags);
        WriteInstallation(writer, cluster);
        WriteCollectors(writer, cluster);
        writer.WriteBoolean("modify_ssh_setup", cluster.ModifySshSetup);
        writer.WriteString("ssh_key_type", cluster.SshKeyType);
        writer.WriteNumber("ssh_key_bits", cluster.SshKeyBits);
        writer.WriteEndObject();
    }

    /// <summary>Writes the parameters of all kinds, under the keys that the file of the configuration has for them too.</summary>
    internal static void WriteParameters(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteRaw("hvparams", cluster.Hvparams);
        writer.WriteRaw("os_hvp", cluster.OsHvp);
        writer.WriteRaw("beparams", cluster.Beparams);
        writer.WriteRaw("osparams", cluster.Osparams);
        writer.WriteRaw("ipolicy", cluster.Ipolicy);
        writer.WriteRaw("nicparams", cluster.Nicparams);
        writer.WriteRaw("ndparams", cluster.Ndparams);
        writer.WriteRaw("diskparams", cluster.Diskparams);
    }

    /// <summary>Writes limits and what belongs to the master's address, as in the file of the configuration.</summary>
    internal static void WriteLimits(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteNumber("candidate_pool_size", cluster.CandidatePoolSize);
        writer.WriteNumber("max_running_jobs", cluster.MaxRunningJobs);
        writer.WriteNumber("max_tracked_jobs", cluster.MaxTrackedJobs);
        writer.WriteString("mac_prefix", cluster.MacPrefix);
        writer.WriteString("master_netdev", cluster.MasterNetdev);
        writer.WriteNumber("master_netmask", cluster.MasterNetmask);
        writer.WriteBoolean("use_external_mip_script", cluster.UseExternalMipScript);
    }

    private static void WriteStorage(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteString("volume_group_name", cluster.VolumeGroupName);
        writer.WriteString("drbd_usermode_helper", cluster.DrbdUsermodeHelper);
        WriteDirectories(writer, cluster);
    }

    /// <summary>Writes where disks are files, and who looks after nodes, as in the file of the configuration.</summary>
    internal static void WriteDirectories(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteString("file_storage_dir", cluster.FileStorageDir);
        writer.WriteString("shared_file_storage_dir", cluster.SharedFileStorageDir);
        writer.WriteString("gluster_storage_dir", cluster.GlusterStorageDir);
        writer.WriteBoolean("maintain_node_health", cluster.MaintainNodeHealth);
    }

    private static void WriteInstallation(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        WriteAllocation(writer, cluster);
        writer.WriteNumber("primary_ip_version", cluster.PrimaryIpVersion);
        WriteSystems(writer, cluster);
    }

    /// <summary>Writes what new instances are given, as in the file of the configuration.</summary>
    internal static void WriteAllocation(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteStartArray("uid_pool");
        foreach (var range in cluster.UidPool)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(range.First);
            writer.WriteNumberValue(range.Last);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteString("default_iallocator", cluster.DefaultIallocator);
        writer.WriteRaw("default_iallocator_params", cluster.DefaultIallocatorParams);
        writer.WriteTexts("reserved_lvs", cluster.ReservedLvs);
    }

    /// <summary>Writes how systems are installed on instances, as in the file of the configuration.</summary>
    internal static void WriteSystems(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteBoolean("prealloc_wipe_disks", cluster.PreallocWipeDisks);
        writer.WriteTexts("hidden_os", cluster.HiddenOs);
        writer.WriteTexts("blacklisted_os", cluster.BlacklistedOs);
        writer.WriteTexts("enabled_disk_templates", cluster.EnabledDiskTemplates);
        writer.WriteString("install_image", cluster.InstallImage);
        writer.WriteString("instance_communication_network", cluster.InstanceCommunicationNetwork);
        writer.WriteString("zeroing_image", cluster.ZeroingImage);
        writer.WriteTexts("compression_tools", cluster.CompressionTools);
        writer.WriteBoolean("enabled_user_shutdown", cluster.EnabledUserShutdown);
    }

    private static void WriteCollectors(Utf8JsonWriter writer, ClusterSettings cluster)
    {
        writer.WriteStartObject("enabled_data_collectors");
        foreach (var (name, collector) in cluster.DataCollectors)
            writer.WriteBoolean(name, collector.Active);
        writer.WriteEndObject();
        writer.WriteStartObject("data_collector_interval");
        foreach (var (name, collector) in cluster.DataCollectors)
            writer.WriteNumber(name, collector.Interval);
        writer.WriteEndObject();
    }
}
