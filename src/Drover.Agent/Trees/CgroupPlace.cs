using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>Where the cgroups of invocations belong.</summary>
internal static class CgroupPlace
{
    /// <summary>A daemon in a group of this name stands beside its services: their groups are made below the parent.</summary>
    internal const string DaemonGroup = "drover-daemon";

    /// <summary>The group below which ours are made; null if there is no version 2 here.</summary>
    /// <param name="asked">The group that the settings name; null for the daemon's own.</param>
    /// <exception cref="AgentException">The asked group is none.</exception>
    internal static string? Find(string? asked) => Find(asked, MountPoint(), OwnPath());

    internal static string? Find(string? asked, string? mount, string? own)
    {
        if (asked is not null)
            return Path.IsPathFullyQualified(asked) && mount is not null && IsBelow(mount, Path.GetFullPath(asked))
                ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked))
                : throw new AgentException("BAD_SETTING", mount is null
                    ? $"The cgroup \"{asked}\" cannot be used: no cgroup version 2 is mounted here. Leave the setting out."
                    : $"The cgroup \"{asked}\" must be an absolute path below \"{mount}\", where version 2 is mounted.");
        if (mount is null || own is null)
            return null;
        var group = Path.TrimEndingDirectorySeparator(Path.Combine(mount, own.TrimStart('/')));
        return Path.GetFileName(group) == DaemonGroup ? Path.GetDirectoryName(group) : group;
    }

    private static bool IsBelow(string mount, string path) =>
        path.StartsWith(mount, StringComparison.Ordinal) && (path.Length == mount.Length || path[mount.Length] == '/');

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
