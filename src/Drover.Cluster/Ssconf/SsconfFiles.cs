using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel.State;

namespace Drover.Cluster.Ssconf;

/// <summary>What the <c>ssconf_*</c> files hold: single facts of the configuration, one item a line, for programs that cannot ask
/// the daemon.</summary>
internal static class SsconfFiles
{
    /// <summary>Texts by key; the file's name is <c>ssconf_KEY</c>.</summary>
    public static SortedDictionary<string, string> Of(KernelState state)
    {
        var cluster = state.Cluster();
        var master = state.Master();
        var nodes = Sorted(state.Nodes()).ToList();
        var candidates = nodes.Where(n => n.MasterCandidate).ToList();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["cluster_name"] = Lines([cluster.Name]),
            ["cluster_tags"] = Lines(cluster.Tags),
            ["master_node"] = Lines([master?.Name ?? ""]),
            ["master_ip"] = Lines([cluster.MasterIp]),
            ["master_netdev"] = Lines([cluster.MasterNetdev]),
            ["master_netmask"] = Lines([Number(cluster.MasterNetmask)]),
            ["master_candidates"] = Lines(candidates.Select(n => n.Name)),
            ["master_candidates_ips"] = Lines(candidates.Select(n => n.PrimaryIp)),
            // No certificates yet: nodes are not talked to.
            ["master_candidates_certs"] = Lines([]),
            ["node_list"] = Lines(nodes.Select(n => n.Name)),
            ["online_nodes"] = Lines(nodes.Where(n => !n.Offline).Select(n => n.Name)),
            ["offline_nodes"] = Lines(nodes.Where(n => n.Offline).Select(n => n.Name)),
            ["node_primary_ips"] = Lines(nodes.Select(n => $"{n.Name} {n.PrimaryIp}")),
            ["node_secondary_ips"] = Lines(nodes.Select(n => $"{n.Name} {n.SecondaryIp}")),
            ["node_vm_capable"] = Lines(nodes.Select(n => $"{n.Name}={Truth(n.VmCapable)}")),
            ["primary_ip_family"] = Lines([cluster.PrimaryIpVersion == 6 ? "10" : "2"]),
            ["instance_list"] = Lines(Sorted(state.Instances()).Select(i => i.Name)),
            ["release_version"] = Lines([ClusterInfo.SoftwareVersion]),
            ["hypervisor_list"] = Lines(cluster.EnabledHypervisors),
            ["maintain_node_health"] = Lines([Truth(cluster.MaintainNodeHealth)]),
            ["uid_pool"] = Lines(cluster.UidPool.Select(r => r.First == r.Last ? Number(r.First) : $"{r.First}-{r.Last}")),
            ["nodegroups"] = Lines(Sorted(state.Groups()).Select(g => $"{g.Uuid} {g.Name}")),
            ["networks"] = Lines(Sorted(state.Networks()).Select(n => $"{n.Uuid} {n.Name}")),
            ["file_storage_dir"] = Lines([cluster.FileStorageDir]),
            ["shared_file_storage_dir"] = Lines([cluster.SharedFileStorageDir]),
            ["gluster_storage_dir"] = Lines([cluster.GlusterStorageDir]),
            ["enabled_user_shutdown"] = Lines([Truth(cluster.EnabledUserShutdown)]),
            ["ssh_ports"] = Lines(nodes.Select(n => $"{n.Name}={SshPort(state, n)}")),
        };
        foreach (var hypervisor in cluster.EnabledHypervisors)
            files[$"hvparams_{hypervisor}"] = Lines(Parameters(cluster, hypervisor));
        return files;
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> objects) where T : ConfigObject =>
        objects.OrderBy(o => o.Name, Comparer<string>.Create(NiceSort.CompareTotal));

    private static string Lines(IEnumerable<string> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
            text.Append(item).Append('\n');
        return text.Length == 0 ? "\n" : text.ToString();
    }

    private static string Truth(bool value) => value ? "True" : "False";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string SshPort(KernelState state, Node node)
    {
        var filled = NodeParameters.Filled(state.Cluster(), state.Objects.Find(ClusterKinds.Group, node.Group), node);
        using var document = JsonDocument.Parse(filled.Utf8);
        return document.RootElement.TryGetProperty("ssh_port", out var port) ? port.ToString() : "22";
    }

    private static List<string> Parameters(ClusterSettings cluster, string hypervisor)
    {
        using var document = JsonDocument.Parse((ParameterObjects.Get(cluster.Hvparams, hypervisor) ?? ParameterObjects.Empty).Utf8);
        return [.. document.RootElement.EnumerateObject().Select(p => $"{p.Name}={p.Value}")];
    }
}
