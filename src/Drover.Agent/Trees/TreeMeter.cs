using System.Globalization;
using Drover.Agent.Identity;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>Measures trees: all of them with one look at the machine, which those with a cgroup do not even need.</summary>
/// <param name="look">Looks at the machine.</param>
internal sealed class TreeMeter(Func<ProcessScan> look)
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on

    private ProcessScan? _scan;

    internal TreeFigures Measure(Invocation invocation)
    {
        var cpu = TimeSpan.Zero;
        var resident = 0L;
        foreach (var pid in Members(invocation))
            if (ProcessStat.Read(pid) is { IsDead: false } stat)
            {
                cpu += TimeSpan.FromSeconds((double)((long)(stat.UserTicks + stat.SystemTicks) + stat.ChildTicks) / TicksPerSecond);
                resident += stat.ResidentPages * Environment.SystemPageSize;
            }
        return new TreeFigures(invocation.Record.Cgroup is { } group ? CpuOf(group) ?? cpu : cpu, resident);
    }

    private IEnumerable<int> Members(Invocation invocation) => invocation.Record.Cgroup is { } group
        ? Cgroups.Members(group)
        : Tree.Members(invocation, _scan ??= look()).Select(process => process.Pid);

    /// <summary>What the kernel has counted for a group, those of it that have ended included; it does so without any controller.</summary>
    private static TimeSpan? CpuOf(string group)
    {
        const string Usage = "usage_usec ";
        return SmallFile.ReadText(group + "/cpu.stat") is { } text && text.StartsWith(Usage, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Usage.Length, text.IndexOf('\n', StringComparison.Ordinal) - Usage.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
                ? TimeSpan.FromMicroseconds(microseconds)
                : null;
    }
}
