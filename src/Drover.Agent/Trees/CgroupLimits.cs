using System.Globalization;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>Limits of a cgroup. What is not needed is not touched: a controller is passed down from <paramref name="parent"/> by way of
/// <paramref name="root"/> when the first limit asks for it. Nothing is remembered: the machine may change below us.</summary>
/// <param name="parent">The group that holds <paramref name="root"/>.</param>
/// <param name="root">The group that holds those of invocations.</param>
internal sealed class CgroupLimits(string parent, string root)
{
    private const int CpuPeriod = 100_000; // microseconds, the kernel's own default

    /// <summary>Bounds the memory of a group. Returns null, or why it is not in force.</summary>
    internal string? Memory(string leaf, long bytes) =>
        Set(leaf, "memory", "memory.max", Number(bytes)) ?? WithoutSwap(leaf);

    /// <summary>Bounds the number of processes and threads. Returns null, or why it is not in force.</summary>
    internal string? Processes(string leaf, long count) => Set(leaf, "pids", "pids.max", Number(count));

    /// <summary>Bounds the share of the processors. Returns null, or why it is not in force.</summary>
    /// <param name="leaf">The group.</param>
    /// <param name="percent">Of one processor.</param>
    internal string? Cpu(string leaf, int percent) =>
        Set(leaf, "cpu", "cpu.max", $"{Number(CpuPeriod / 100L * percent)} {Number(CpuPeriod)}");

    /// <summary>Whether the kernel has ended a process of a group because its memory was used up.</summary>
    internal static bool RanOutOfMemory(string leaf)
    {
        const string Kills = "oom_kill ";
        return SmallFile.ReadText(leaf + "/memory.events")?.Split('\n').FirstOrDefault(line => line.StartsWith(Kills, StringComparison.Ordinal)) is { } line
            && line.AsSpan(Kills.Length).Trim() is not "0";
    }

    private string? Set(string leaf, string controller, string file, string value) =>
        Pass(parent, controller) ?? Pass(root, controller) ?? Put(leaf, file, value);

    /// <summary>With swap a process over its limit would go on, slowly. A kernel without accounting of swap has no such file.</summary>
    private static string? WithoutSwap(string leaf) =>
        SmallFile.ReadText(leaf + "/memory.swap.max") is null ? null : Put(leaf, "memory.swap.max", "0");

    /// <summary>Passes a controller of a group on to its children. Returns null, or why that cannot be.</summary>
    private static string? Pass(string group, string controller)
    {
        if (!Lists(group + "/cgroup.controllers", controller))
            return $"the cgroup \"{group}\" does not have the controller \"{controller}\" (it was not delegated, or version 1 has it)";
        if (Lists(group + "/cgroup.subtree_control", controller))
            return null;
        // Only the root has no type, and only the root may do both.
        if (SmallFile.ReadText(group + "/cgroup.type") is not null && SmallFile.ReadText(group + "/cgroup.procs") is { Length: > 0 })
            return $"the cgroup \"{group}\" holds processes itself and so passes no controllers on; "
                + $"give the daemon a group \"{CgroupPlace.DaemonGroup}\" below it (DelegateSubgroup= of systemd), or name another with --cgroup";
        var error = SmallFile.Write(group + "/cgroup.subtree_control", Encoding.ASCII.GetBytes("+" + controller), 0, 0);
        return error == 0 ? null : $"the controller \"{controller}\" cannot be enabled below \"{group}\": {Errno.Text(error)}";
    }

    private static string? Put(string leaf, string file, string value)
    {
        var error = SmallFile.Write($"{leaf}/{file}", Encoding.ASCII.GetBytes(value), 0, 0);
        return error == 0 ? null : $"cannot write {value} to \"{leaf}/{file}\": {Errno.Text(error)}";
    }

    private static bool Lists(string path, string controller) =>
        SmallFile.ReadText(path)?.Split(' ', '\n').Contains(controller, StringComparer.Ordinal) == true;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
