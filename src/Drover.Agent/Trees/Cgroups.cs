using System.Globalization;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>One cgroup of version 2 for each invocation, where the machine lets us make them. The group remembers who belongs to it,
/// <c>cgroup.kill</c> (Linux 5.14) ends all of it at once, and it can have limits.</summary>
internal sealed class Cgroups
{
    private const int DirectoryMode = 0x1ED; // 0755

    private const string RecordAttribute = "user.drover.record";
    private const int MostRecordBytes = 65_536; // XATTR_SIZE_MAX

    private readonly string _root;

    internal Cgroups(string parent)
    {
        _root = RootBelow(parent);
        Limits = new CgroupLimits(parent, _root);
    }

    /// <summary>The limits of groups below this place.</summary>
    internal CgroupLimits Limits { get; }

    /// <summary>Tries it out; null if it does not work here. Nothing is assumed from the layout: on a hybrid one version 2 lies beside version 1.</summary>
    /// <param name="asked">The group below which to make ours; null for the daemon's own.</param>
    /// <param name="problem">Why it does not work; null if it does.</param>
    /// <exception cref="AgentException">The asked group cannot be used.</exception>
    internal static Cgroups? Probe(string? asked, out string? problem)
    {
        problem = null;
        if (CgroupPlace.Find(asked) is not { } parent)
        {
            problem = "no cgroup version 2 is mounted here";
            return null;
        }
        var made = new Cgroups(parent);
        var leaf = Path.Combine(made._root, "probe-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var works = (asked is null || Make(parent)) && Make(made._root) && Make(leaf)
            && SmallFile.Write(Path.Combine(leaf, "cgroup.kill"), "1"u8, 0, 0) == 0;
        var error = Errno.Last;
        _ = Libc.RemoveDirectory(leaf);
        if (works)
            return made;
        problem = $"no groups with cgroup.kill can be made below \"{parent}\": {Errno.Text(error)}";
        return asked is null ? null : throw new AgentException(
            "BAD_SETTING", $"No groups with cgroup.kill can be made below the cgroup \"{asked}\": {Errno.Text(error)}. Name one that the daemon may write to, or leave the setting out.", error);
    }

    /// <summary>Where the groups of a daemon are that was asked for no other place; null if there is no version 2 here.</summary>
    internal static string? UsualPlace() => CgroupPlace.Find(asked: null) is { } parent ? RootBelow(parent) : null;

    /// <summary>Makes the group of an invocation, before there is a process. Null if that failed.</summary>
    internal string? Make(string invocation, out int error)
    {
        var leaf = Path.Combine(_root, invocation);
        var made = Make(leaf);
        error = made ? 0 : Errno.Last;
        return made ? leaf : null;
    }

    /// <summary>Puts a process into a group of its own. Returns the group, or null if that failed: the other nets remain.</summary>
    internal string? Place(string invocation, int pid)
    {
        // It may be there: made for its limits, or by a daemon that died before it could record it.
        if (Make(invocation, out _) is not { } leaf)
            return null;
        Span<byte> number = stackalloc byte[16];
        pid.TryFormat(number, out var length, default, CultureInfo.InvariantCulture);
        if (SmallFile.Write(leaf + "/cgroup.procs", number[..length], 0, 0) == 0)
            return leaf;
        Remove(leaf);
        return null;
    }

    /// <summary>Keeps the record of an invocation with its group, where no cleaner of files finds it. What cannot be kept is in the file alone.</summary>
    internal static unsafe void Describe(string leaf, ReadOnlySpan<byte> record)
    {
        fixed (byte* bytes = record)
            _ = Libc.SetAttribute(leaf, RecordAttribute, bytes, (nuint)record.Length, 0);
    }

    /// <summary>The record that is kept with a group; empty if there is none.</summary>
    internal static unsafe byte[] Description(string leaf)
    {
        var record = new byte[MostRecordBytes];
        fixed (byte* bytes = record)
        {
            var length = Libc.GetAttribute(leaf, RecordAttribute, bytes, MostRecordBytes);
            return length <= 0 ? [] : record[..(int)length];
        }
    }

    /// <summary>Where the group of an invocation is, if there is one.</summary>
    internal string PlaceOf(string invocation) => Path.Combine(_root, invocation);

    /// <summary>The names of all groups, also of other daemons.</summary>
    internal IEnumerable<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(_root).Select(path => Path.GetFileName(path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
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

    /// <summary>Removes a group by its place, which an earlier daemon may have chosen otherwise.</summary>
    internal static void Remove(string leaf) => _ = Libc.RemoveDirectory(leaf);

    private static string RootBelow(string parent) => Path.Combine(parent, "drover-processes");

    private static bool Make(string group) => Libc.MakeDirectory(group, DirectoryMode) == 0 || Errno.Last == Errno.Exists;
}
