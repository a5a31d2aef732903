using System.Text.Json;
using Drover.Cluster.Parameters;
using Drover.Cluster.Settings;
using Drover.Kernel.State;

namespace Drover.Cluster.Verification;

/// <summary>Whether all parameters are known and in their ranges.</summary>
internal static class ParameterChecks
{
    public static void Run(KernelState state, Findings findings)
    {
        var cluster = state.Cluster();
        void Bad(string kind, string name, string problem) => findings.Error("ECLUSTERCFG", kind, name, problem);

        foreach (var problem in ClusterParameters.Problems(cluster).Concat(Of(ParameterSheet.Node, cluster.Ndparams)).Concat(Policy(cluster.Ipolicy)))
            Bad("cluster", "", problem);
        foreach (var (hypervisor, parameters) in Entries(cluster.Hvparams))
            foreach (var problem in ParameterSheet.Hypervisor(hypervisor) is { } sheet ? Of(sheet, parameters) : [$"hvparams has an unknown hypervisor '{hypervisor}'"])
                Bad("cluster", "", problem);
        foreach (var problem in Disks(cluster.Diskparams))
            Bad("cluster", "", problem);
        foreach (var group in state.Groups())
            foreach (var problem in Of(ParameterSheet.Node, group.Ndparams).Concat(Disks(group.Diskparams)).Concat(Policy(InstancePolicy.Filled(cluster.Ipolicy, group.Ipolicy))))
                Bad("group", group.Name, problem);
        foreach (var node in state.Nodes())
        {
            foreach (var problem in Of(ParameterSheet.Node, node.Ndparams))
                Bad("node", node.Name, problem);
            if (HostNames.Problem(node.Name) is { } bad)
                Bad("node", node.Name, bad);
        }
        foreach (var instance in state.Instances())
            foreach (var problem in Of(ParameterSheet.Backend, instance.Beparams))
                Bad("instance", instance.Name, problem);
    }

    private static List<string> Of(ParameterSheet sheet, RawJson parameters)
    {
        using var document = JsonDocument.Parse(parameters.Utf8);
        return [.. sheet.Problems(document.RootElement)];
    }

    private static List<string> Policy(RawJson policy)
    {
        using var document = JsonDocument.Parse(policy.Utf8);
        return [.. InstancePolicy.Problems(document.RootElement)];
    }

    private static IEnumerable<string> Disks(RawJson parameters) => Entries(parameters).SelectMany(entry =>
        ParameterSheet.Disk(entry.Name) is { } sheet ? Of(sheet, entry.Value) : [$"diskparams has an unknown disk template '{entry.Name}'"]);

    private static List<(string Name, RawJson Value)> Entries(RawJson parameters)
    {
        using var document = JsonDocument.Parse(parameters.Utf8);
        return [.. document.RootElement.EnumerateObject().Select(p => (p.Name, RawJson.From(p.Value)))];
    }
}
