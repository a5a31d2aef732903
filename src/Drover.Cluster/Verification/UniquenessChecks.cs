using Drover.Kernel.State;

namespace Drover.Cluster.Verification;

/// <summary>Whether names, identifiers and addresses mean one thing each.</summary>
internal static class UniquenessChecks
{
    public static void Run(KernelState state, Findings findings)
    {
        var objects = state.Nodes().Select(o => ("node", (ConfigObject)o))
            .Concat(state.Groups().Select(o => ("group", (ConfigObject)o)))
            .Concat(state.Instances().Select(o => ("instance", (ConfigObject)o)))
            .Concat(state.Networks().Select(o => ("network", (ConfigObject)o)))
            .Append(("cluster", state.Cluster()))
            .ToList();
        Report(findings, objects.Select(o => (o.Item2.Uuid, $"{o.Item1} {o.Item2.Name}")), "identifier");
        foreach (var kind in objects.GroupBy(o => o.Item1, StringComparer.Ordinal))
            Report(findings, kind.Select(o => (o.Item2.Name, $"{o.Item1} {o.Item2.Uuid}")), $"name of a {kind.Key}");
        // A node may use one address for both purposes.
        Report(findings, state.Nodes().SelectMany(n => new[] { n.PrimaryIp, n.SecondaryIp }.Distinct(StringComparer.Ordinal).Select(ip => (ip, $"node {n.Name}"))), "address");
        Report(findings, state.Instances().SelectMany(i => i.Nics.Select(n => (n.Mac, $"instance {i.Name}"))), "MAC address");
        foreach (var (kind, value) in objects)
        {
            foreach (var tag in value.Tags)
                if (Tagging.Tags.Problem(tag) is { } problem)
                    findings.Error("ECLUSTERCFG", kind, value.Name, problem);
            if (value.SerialNo < 1 || value.Changed < value.Created)
                findings.Error("ECLUSTERCFG", kind, value.Name, "has a serial number below 1, or was changed before it was created");
        }
    }

    private static void Report(Findings findings, IEnumerable<(string Value, string Owner)> uses, string what)
    {
        foreach (var use in uses.GroupBy(u => u.Value, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            findings.Error("ECLUSTERCFG", "cluster", "", $"the {what} '{use.Key}' is used more than once: {string.Join(", ", use.Select(u => u.Owner))}");
    }
}
