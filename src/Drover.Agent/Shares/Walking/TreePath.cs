using Drover.Agent.Native;

namespace Drover.Agent.Shares.Walking;

/// <summary>Finds what lies at a path of a tree, name by name and without following a link.</summary>
internal static unsafe class TreePath
{
    /// <summary>Opens a directory. Returns a descriptor of its own, or an errno below zero.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="names">The names that lead there, each with a closing zero.</param>
    internal static int Open(int root, IEnumerable<byte[]> names)
    {
        var directory = TreeWalk.OpenDirectory(root, ".\0"u8);
        foreach (var name in names)
        {
            if (directory < 0)
                break;
            var next = TreeWalk.OpenDirectory(directory, name);
            _ = Libc.Close(directory);
            directory = next;
        }
        return directory;
    }

    /// <summary>Whether there is something.</summary>
    internal static bool Exists(int root, RawPath path)
    {
        if (path.Names.Count == 0)
            return true;
        var directory = Open(root, path.Names.SkipLast(1).Select(Ended));
        if (directory < 0)
            return false;
        fixed (byte* name = Ended(path.Names[^1]))
        {
            var exists = FileStatus.OfEntry(directory, name) is not null;
            _ = Libc.Close(directory);
            return exists;
        }
    }

    /// <summary>A name with its closing zero.</summary>
    internal static byte[] Ended(byte[] name) => [.. name, 0];
}
