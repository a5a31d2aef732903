using System.Globalization;
using Drover.Agent.Native;
using Drover.Agent.Trees;

namespace Drover.Agent.Spawning;

/// <summary>How the limits of one start are put in force: those of the whole tree by its cgroup where that can have them, else by what comes
/// nearest of the limits of each process.</summary>
internal sealed class Bounds
{
    private readonly List<string> _shown = [];
    private readonly List<string> _warnings = [];

    private Bounds(ProcessSpec spec) => Limits = spec.Limits;

    /// <summary>The group that holds limits, which the process must enter before it runs a line of its own; null if none does.</summary>
    internal string? Group { get; private set; }

    /// <summary>Limits of each process, by the names of prlimit(1).</summary>
    internal IReadOnlyDictionary<string, string> Limits { get; private set; }

    /// <summary>The limits of the tree and what keeps them, for people; null if there are none.</summary>
    internal string? Shown => _shown.Count == 0 ? null : string.Join(", ", _shown);

    /// <summary>Which limits are not in force as they were meant, and why; null if all are.</summary>
    internal string? Warning => _warnings.Count == 0 ? null : string.Join(" ", _warnings);

    /// <summary>Makes the group of an invocation, if its limits need one, and writes them.</summary>
    internal static Bounds Set(ProcessSpec spec, Cgroups? cgroups, string invocation)
    {
        var bounds = new Bounds(spec);
        if (spec.TreeLimits == TreeLimits.None)
            return bounds;
        var why = !spec.UseCgroup ? "the entry has cgroup:no" : cgroups is null ? "no cgroup of version 2 can be made here" : null;
        string? group = null;
        if (why is null && (group = cgroups!.Make(invocation, out var error)) is null)
            why = $"its cgroup cannot be made: {Errno.Text(error)}";
        bounds.Memory(spec.TreeLimits.Memory, group, why, cgroups?.Limits);
        bounds.Processes(spec.TreeLimits.Processes, group, why, cgroups?.Limits);
        bounds.Cpu(spec.TreeLimits.CpuPercent, group, why, cgroups?.Limits);
        return bounds;
    }

    private void Memory(long? bytes, string? group, string? why, CgroupLimits? limits)
    {
        if (bytes is not { } most)
            return;
        why ??= limits!.Memory(group!, most);
        if (!Take("memory", most, why, group, "RLIMIT_AS"))
            Fall("as", most, $"limit-memory holds for each process by itself (RLIMIT_AS), not for all together: {why}.");
    }

    private void Processes(long? count, string? group, string? why, CgroupLimits? limits)
    {
        if (count is not { } most)
            return;
        why ??= limits!.Processes(group!, most);
        if (!Take("processes", most, why, group, "RLIMIT_NPROC"))
            Fall("nproc", most, $"limit-processes counts all processes of the user (RLIMIT_NPROC, which does not bind root), not those of the entry: {why}.");
    }

    private void Cpu(int? percent, string? group, string? why, CgroupLimits? limits)
    {
        if (percent is not { } most)
            return;
        why ??= limits!.Cpu(group!, most);
        if (!Take("cpu", most, why, group, "not in force"))
            _warnings.Add($"limit-cpu is not in force: {why}.");
    }

    private bool Take(string name, long value, string? why, string? group, string otherwise)
    {
        _shown.Add($"{name} {value.ToString(CultureInfo.InvariantCulture)} ({(why is null ? "cgroup" : otherwise)})");
        if (why is null)
            Group = group;
        return why is null;
    }

    private void Fall(string name, long value, string warning)
    {
        _warnings.Add(warning);
        var limits = new Dictionary<string, string>(Limits, StringComparer.Ordinal);
        // What the caller has set by itself is nearer to what he wants.
        limits.TryAdd(name, value.ToString(CultureInfo.InvariantCulture));
        Limits = limits;
    }
}
