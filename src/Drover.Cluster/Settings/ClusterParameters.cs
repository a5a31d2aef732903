using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Cluster.Parameters;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Settings;

/// <summary>A setting of the cluster and how a new value gets into it.</summary>
internal sealed record ClusterParameter(string Name, Func<ClusterSettings, JsonElement, ClusterSettings> Apply);

/// <summary>The table of settings that OP_CLUSTER_SET_PARAMS changes, in the order in which they are applied.</summary>
internal static partial class ClusterParameters
{
    /// <summary>Parameters of the opcode that have no counterpart here: they are refused, not lost.</summary>
    public static IReadOnlyList<string> NotKept { get; } = ["osparams_private_cluster"];

    public static IReadOnlyList<ClusterParameter> All { get; } =
    [
        new("vg_name", (c, v) => c with { VolumeGroupName = v.GetString() is { Length: > 0 } name ? name : null }),
        new("drbd_helper", (c, v) => c with { DrbdUsermodeHelper = v.GetString() is { Length: > 0 } path ? path : null }),
        new("enabled_disk_templates", (c, v) => c with { EnabledDiskTemplates = NotEmpty("enabled_disk_templates", v) }),
        new("enabled_hypervisors", (c, v) => c with { EnabledHypervisors = NotEmpty("enabled_hypervisors", v) }),
        new("hvparams", (c, v) => c with { Hvparams = Hypervisors(c.Hvparams, v) }),
        new("os_hvp", (c, v) => c with { OsHvp = OsHypervisors(c.OsHvp, v) }),
        new("osparams", (c, v) => c with { Osparams = ParameterObjects.Overlay(c.Osparams, RawJson.From(v), depth: 2) }),
        new("beparams", (c, v) => c with { Beparams = InDefault(c.Beparams, old => ParameterSheet.Backend.Apply(old, v, fallsBack: false)) }),
        new("nicparams", (c, v) => c with { Nicparams = InDefault(c.Nicparams, old => ParameterSheet.Nic.Apply(old, v, fallsBack: false)) }),
        new("ndparams", (c, v) => c with { Ndparams = ParameterSheet.Node.Apply(c.Ndparams, v, fallsBack: false) }),
        new("diskparams", (c, v) => c with { Diskparams = DiskParameters.Apply(c.Diskparams, v, fallsBack: false) }),
        new("ipolicy", (c, v) => c with { Ipolicy = InstancePolicy.Apply(c.Ipolicy, v, above: null) }),
        new("hv_state", (c, v) => c with { HvState = ParameterObjects.Overlay(c.HvState, RawJson.From(v), depth: 2) }),
        new("disk_state", (c, v) => c with { DiskState = ParameterObjects.Overlay(c.DiskState, RawJson.From(v), depth: 2) }),
        new("candidate_pool_size", (c, v) => c with { CandidatePoolSize = Whole("candidate_pool_size", v, 1, 1_000_000) }),
        new("max_running_jobs", (c, v) => c with { MaxRunningJobs = Whole("max_running_jobs", v, 1, 1_000_000) }),
        new("max_tracked_jobs", (c, v) => c with { MaxTrackedJobs = Whole("max_tracked_jobs", v, 1, 1_000_000) }),
        new("uid_pool", (c, v) => c with { UidPool = UidRanges.Normalise(UidRanges.Read("uid_pool", v)) }),
        new("add_uids", (c, v) => c with { UidPool = UidRanges.Normalise([.. c.UidPool, .. UidRanges.Read("add_uids", v)]) }),
        new("remove_uids", (c, v) => c with { UidPool = UidRanges.Without(c.UidPool, UidRanges.Read("remove_uids", v)) }),
        new("maintain_node_health", (c, v) => c with { MaintainNodeHealth = v.GetBoolean() }),
        new("prealloc_wipe_disks", (c, v) => c with { PreallocWipeDisks = v.GetBoolean() }),
        new("default_iallocator", (c, v) => c with { DefaultIallocator = v.GetString()! }),
        new("default_iallocator_params", (c, v) => c with { DefaultIallocatorParams = RawJson.From(v) }),
        new("mac_prefix", (c, v) => c with { MacPrefix = MacPrefixOf(v) }),
        new("master_netdev", (c, v) => c with { MasterNetdev = v.GetString()! }),
        new("master_netmask", (c, v) => c with { MasterNetmask = Whole("master_netmask", v, 0, c.PrimaryIpVersion == 6 ? 128 : 32) }),
        new("reserved_lvs", (c, v) => c with { ReservedLvs = [.. v.Texts()] }),
        new("hidden_os", (c, v) => c with { HiddenOs = Edited("hidden_os", c.HiddenOs, v) }),
        new("blacklisted_os", (c, v) => c with { BlacklistedOs = Edited("blacklisted_os", c.BlacklistedOs, v) }),
        new("use_external_mip_script", (c, v) => c with { UseExternalMipScript = v.GetBoolean() }),
        new("modify_etc_hosts", (c, v) => c with { ModifyEtcHosts = v.GetBoolean() }),
        new("file_storage_dir", (c, v) => c with { FileStorageDir = Folder("file_storage_dir", v) }),
        new("shared_file_storage_dir", (c, v) => c with { SharedFileStorageDir = Folder("shared_file_storage_dir", v) }),
        new("gluster_storage_dir", (c, v) => c with { GlusterStorageDir = Folder("gluster_storage_dir", v) }),
        new("install_image", (c, v) => c with { InstallImage = v.GetString()! }),
        new("instance_communication_network", (c, v) => c with { InstanceCommunicationNetwork = v.GetString()! }),
        new("zeroing_image", (c, v) => c with { ZeroingImage = v.GetString()! }),
        new("compression_tools", (c, v) => c with { CompressionTools = [.. v.Texts()] }),
        new("enabled_user_shutdown", (c, v) => c with { EnabledUserShutdown = v.GetBoolean() }),
        new("enabled_data_collectors", (c, v) => c with { DataCollectors = Collectors("enabled_data_collectors", c, v) }),
        new("data_collector_interval", (c, v) => c with { DataCollectors = Collectors("data_collector_interval", c, v) }),
    ];

    /// <summary>What must hold between settings.</summary>
    /// <exception cref="Drover.Kernel.Operations.OperationException">It would not hold.</exception>
    public static void CheckWhole(ClusterSettings cluster)
    {
        if (Problems(cluster).FirstOrDefault() is { } problem)
            throw Refusal.WrongInput(problem);
    }

    /// <summary>What is wrong between settings; empty when nothing is.</summary>
    public static IEnumerable<string> Problems(ClusterSettings cluster)
    {
        if (cluster.MaxRunningJobs < 1)
            yield return $"Parameter 'max_running_jobs' is {cluster.MaxRunningJobs}, but has to be at least 1";
        if (cluster.MaxTrackedJobs < 1)
            yield return $"Parameter 'max_tracked_jobs' is {cluster.MaxTrackedJobs}, but has to be at least 1";
        if (cluster.CandidatePoolSize < 1)
            yield return $"Parameter 'candidate_pool_size' is {cluster.CandidatePoolSize}, but has to be at least 1";
        foreach (var hypervisor in cluster.EnabledHypervisors)
            if (ParameterSheet.Hypervisor(hypervisor) is null)
                yield return $"Parameter 'enabled_hypervisors' holds '{hypervisor}', which there is not";
        foreach (var template in cluster.EnabledDiskTemplates)
            if (!InstancePolicy.DiskTemplates.Contains(template))
                yield return $"Parameter 'enabled_disk_templates' holds '{template}', which there is not";
        using var backend = JsonDocument.Parse(cluster.Beparams.Utf8);
        var defaults = backend.RootElement.GetProperty("default");
        if (defaults.GetProperty("minmem").GetInt64() > defaults.GetProperty("maxmem").GetInt64())
            yield return "Parameter 'minmem' of beparams is above maxmem";
    }

    private static ImmutableArray<string> NotEmpty(string name, JsonElement value)
    {
        ImmutableArray<string> texts = [.. value.Texts().Distinct(StringComparer.Ordinal)];
        return texts.IsEmpty ? throw Refusal.WrongInput($"Parameter '{name}' is empty, but at least one is needed") : texts;
    }

    private static int Whole(string name, JsonElement value, int least, int most) =>
        value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Refusal.WrongInput($"Parameter '{name}' is {value.GetRawText()}, but has to be {least} to {most}");

    private static string Folder(string name, JsonElement value)
    {
        var path = value.GetString()!;
        return path.Length == 0 || (Path.IsPathFullyQualified(path) && Path.GetFullPath(path) == path.TrimEnd('/'))
            ? path
            : throw Refusal.WrongInput($"Parameter '{name}' is '{path}', but has to be an absolute path without '..', or empty");
    }

    private static string MacPrefixOf(JsonElement value)
    {
        var prefix = value.GetString()!.ToLowerInvariant();
        return MacPrefixPattern().IsMatch(prefix) && (Convert.ToByte(prefix[..2], 16) & 1) == 0
            ? prefix
            : throw Refusal.WrongInput($"Parameter 'mac_prefix' is '{prefix}', but has to be three bytes such as aa:00:00, the first of them even");
    }

    private static RawJson InDefault(RawJson parameters, Func<RawJson, RawJson> change) =>
        ParameterObjects.With(parameters, "default", change(ParameterObjects.Get(parameters, "default") ?? ParameterObjects.Empty));

    private static RawJson Hypervisors(RawJson current, JsonElement changes)
    {
        foreach (var change in changes.EnumerateObject())
        {
            var sheet = ParameterSheet.Hypervisor(change.Name) ?? throw Refusal.BadParameter($"hvparams has no hypervisor '{change.Name}'");
            current = ParameterObjects.With(current, change.Name,
                sheet.Apply(ParameterObjects.Get(current, change.Name) ?? ParameterObjects.Empty, change.Value, fallsBack: false));
        }
        return current;
    }

    private static RawJson OsHypervisors(RawJson current, JsonElement changes)
    {
        foreach (var os in changes.EnumerateObject())
        {
            var inner = ParameterObjects.Get(current, os.Name) ?? ParameterObjects.Empty;
            foreach (var change in os.Value.EnumerateObject())
            {
                var sheet = ParameterSheet.Hypervisor(change.Name) ?? throw Refusal.BadParameter($"os_hvp/{os.Name} has no hypervisor '{change.Name}'");
                inner = ParameterObjects.With(inner, change.Name,
                    sheet.Apply(ParameterObjects.Get(inner, change.Name) ?? ParameterObjects.Empty, change.Value, fallsBack: true));
            }
            current = ParameterObjects.With(current, os.Name, inner);
        }
        return current;
    }

    private static ImmutableArray<string> Edited(string name, ImmutableArray<string> list, JsonElement edits)
    {
        foreach (var edit in edits.EnumerateArray())
        {
            var item = edit[1].GetString()!;
            var adds = edit[0].GetString() switch
            {
                "add" => true,
                "remove" => false,
                var verb => throw Refusal.WrongInput($"Parameter '{name}' holds the verb '{verb}'; this list knows add and remove"),
            };
            list = adds ? (list.Contains(item) ? list : list.Add(item)) : list.Remove(item);
        }
        return list;
    }

    private static ImmutableSortedDictionary<string, DataCollector> Collectors(string name, ClusterSettings cluster, JsonElement changes)
    {
        var collectors = cluster.DataCollectors;
        foreach (var change in changes.EnumerateObject())
        {
            var old = collectors.GetValueOrDefault(change.Name) ?? throw Refusal.WrongInput(
                $"Parameter '{name}' names the data collector '{change.Name}', which there is not; there are: {string.Join(", ", collectors.Keys)}");
            if (change.Value.Flag() is { } active)
                collectors = collectors.SetItem(change.Name, old with { Active = active });
            else if (change.Value.TryGetInt64(out var interval) && interval > 0)
                collectors = collectors.SetItem(change.Name, old with { Interval = interval });
            else
                throw Refusal.WrongInput(string.Create(CultureInfo.InvariantCulture,
                    $"Parameter '{name}' gives '{change.Name}' the interval {change.Value.GetRawText()}, but microseconds above zero are needed"));
        }
        return collectors;
    }

    [GeneratedRegex(@"^[0-9a-f]{2}(:[0-9a-f]{2}){2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MacPrefixPattern();
}
