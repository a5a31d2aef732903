using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Drover.Cluster.Settings;

/// <summary>The cluster itself: what holds for all nodes, groups and instances unless they say otherwise. There is one.</summary>
internal sealed record ClusterSettings : ConfigObject
{
    /// <summary>Uuid of the master node.</summary>
    public required string MasterNode { get; init; }

    public required string MasterIp { get; init; }

    public string MasterNetdev { get; init; } = "lo";

    /// <summary>Prefix length.</summary>
    public int MasterNetmask { get; init; } = 32;

    public bool UseExternalMipScript { get; init; }

    /// <summary>4 or 6.</summary>
    public int PrimaryIpVersion { get; init; } = 4;

    public string MacPrefix { get; init; } = "aa:00:00";

    public string? VolumeGroupName { get; init; }

    public ImmutableArray<string> ReservedLvs { get; init; } = [];

    public string? DrbdUsermodeHelper { get; init; }

    public string FileStorageDir { get; init; } = "/srv/ganeti/file-storage";

    public string SharedFileStorageDir { get; init; } = "/srv/ganeti/shared-file-storage";

    public string GlusterStorageDir { get; init; } = "/var/run/ganeti/gluster";

    public ImmutableArray<string> EnabledHypervisors { get; init; } = ["fake"];

    public ImmutableArray<string> EnabledDiskTemplates { get; init; } = ["diskless", "file"];

    /// <summary>Parameters of every hypervisor, by its name: an object of objects.</summary>
    public RawJson Hvparams { get; init; } = ParameterDefaults.Hypervisors;

    /// <summary>Hypervisor parameters by operating system and hypervisor.</summary>
    public RawJson OsHvp { get; init; } = ParameterObjects.Empty;

    /// <summary>An object with the key <c>default</c>.</summary>
    public RawJson Beparams { get; init; } = ParameterDefaults.Backend;

    /// <summary>Parameters by operating system.</summary>
    public RawJson Osparams { get; init; } = ParameterObjects.Empty;

    /// <summary>An object with the key <c>default</c>.</summary>
    public RawJson Nicparams { get; init; } = ParameterDefaults.Nic;

    public RawJson Ndparams { get; init; } = ParameterDefaults.Node;

    /// <summary>Disk parameters by template.</summary>
    public RawJson Diskparams { get; init; } = ParameterDefaults.Disk;

    /// <summary>Limits for instances.</summary>
    public RawJson Ipolicy { get; init; } = ParameterDefaults.InstancePolicy;

    public RawJson HvState { get; init; } = ParameterObjects.Empty;

    public RawJson DiskState { get; init; } = ParameterObjects.Empty;

    /// <summary>How many nodes keep a copy of the configuration, as far as there are enough.</summary>
    public int CandidatePoolSize { get; init; } = 10;

    /// <summary>Jobs of the cluster that run at the same time at most.</summary>
    public int MaxRunningJobs { get; init; } = 100;

    /// <summary>Jobs of the cluster that have left the queue at most, those that wait for locks included.</summary>
    public int MaxTrackedJobs { get; init; } = 1000;

    public bool ModifyEtcHosts { get; init; }

    public bool ModifySshSetup { get; init; }

    public bool MaintainNodeHealth { get; init; }

    /// <summary>Ranges of user ids.</summary>
    public ImmutableArray<UidRange> UidPool { get; init; } = [];

    public string DefaultIallocator { get; init; } = "hail";

    public RawJson DefaultIallocatorParams { get; init; } = ParameterObjects.Empty;

    public ImmutableArray<string> HiddenOs { get; init; } = [];

    public ImmutableArray<string> BlacklistedOs { get; init; } = [];

    public bool PreallocWipeDisks { get; init; }

    public string InstallImage { get; init; } = "";

    public string InstanceCommunicationNetwork { get; init; } = "";

    public string ZeroingImage { get; init; } = "";

    public ImmutableArray<string> CompressionTools { get; init; } = ["gzip", "gzip-fast", "gzip-slow"];

    public bool EnabledUserShutdown { get; init; }

    /// <summary>By name, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, DataCollector> DataCollectors { get; init; } = DefaultCollectors;

    public string SshKeyType { get; init; } = "rsa";

    public int SshKeyBits { get; init; } = 2048;

    [JsonIgnore] public string DefaultHypervisor => EnabledHypervisors.IsEmpty ? "" : EnabledHypervisors[0];

    private static ImmutableSortedDictionary<string, DataCollector> DefaultCollectors { get; } =
        new[] { "cpu-avg-load", "diskstats", "drbd", "inst-status-xen", "lv", "xen-cpu-avg-load" }
            .ToImmutableSortedDictionary(name => name, _ => new DataCollector(true, 5_000_000), StringComparer.Ordinal);
}

/// <summary>User ids from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
internal sealed record UidRange(int First, int Last);

/// <summary>Whether a collector runs, and how often: <paramref name="Interval"/> in microseconds.</summary>
internal sealed record DataCollector(bool Active, long Interval);
