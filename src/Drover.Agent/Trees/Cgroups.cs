using System.Globalization;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>One cgroup of version 2 for each invocation, where the machine lets us make them. No controllers are used: the group only
/// remembers who belongs to it, and <c>cgroup.kill</c> (Linux 5.14) ends all of it at once.</summary>
internal sealed class Cgroups
{
    private const int DirectoryMode = 0x1ED; // 0755

    private readonly string _root;

    private Cgroups(string root) => _root = root;

    /// <summary>Tries it out; null if it does not work here. Nothing is assumed from the layout: on a hybrid one version 2 lies beside version 1.</summary>
    internal static Cgroups? Probe()
    {
        var mount = MountPoint();
        var own = OwnPath();
        if (mount is null || own is null)
            return null;
        var root = Path.Combine(mount, own.TrimStart('/'), "drover-processes");
        if (Libc.MakeDirectory(root, DirectoryMode) != 0 && Errno.Last != Errno.Exists)
            return null;
        var leaf = Path.Combine(root, "probe-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (Libc.MakeDirectory(leaf, DirectoryMode) != 0 && Errno.Last != Errno.Exists)
            return null;
        var works = SmallFile.Write(Path.Combine(leaf, "cgroup.kill"), "1"u8, 0, 0) == 0;
        _ = Libc.RemoveDirectory(leaf);
        return works ? new Cgroups(root) : null;
    }

    /// <summary>Puts a process into a group of its own. Returns the group, or null if that failed: the other nets remain.</summary>
    internal string? Place(string invocation, int pid)
    {
        // It may be there: made by a daemon that died before it could record it.
        var leaf = Path.Combine(_root, invocation);
        if (Libc.MakeDirectory(leaf, DirectoryMode) != 0 && Errno.Last != Errno.Exists)
            return null;
        Span<byte> number = stackalloc byte[16];
        pid.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
        if (SmallFile.Write(leaf + "/cgroup.procs", number[..length], 0, 0) == 0)
            return leaf;
        Remove(leaf);
        return null;
    }

    internal static void Kill(string leaf) => _ = SmallFile.Write(leaf + "/cgroup.kill", "1"u8, 0, 0);

    /// <summary>The living processes of a group.</summary>
    internal static IReadOnlyList<int> Members(string leaf)
    {
        try
        {
            return File.ReadAllLines(leaf + "/cgroup.procs").Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Removes the group of an invocation, if there is one; one that still has living members stays.</summary>
    internal void RemoveOf(string invocation) => Remove(Path.Combine(_root, invocation));

    private static void Remove(string leaf) => _ = Libc.RemoveDirectory(leaf);

    private static string? OwnPath()
        => SmallFile.ReadText("/proc/self/cgroup")?.Split('\n').FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?[3..];

    private static string? MountPoint()
    {
        foreach (var line in File.ReadLines("/proc/self/mounts", Encoding.UTF8))
        {
            var words = line.Split(' ');
            if (words.Length > 2 && words[2] == "cgroup2")
                return words[1];
        }
        return null;
    }
}
