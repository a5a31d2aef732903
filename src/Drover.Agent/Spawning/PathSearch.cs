using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>Finds programs the way execvp(3) does, but before the fork, so that the error is clear. Names are bytes: they need not be UTF-8.</summary>
internal static class PathSearch
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The file to execute.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="searchPath">PATH of the child.</param>
    /// <param name="directory">Working directory of the child, for relative paths.</param>
    /// <exception cref="AgentException">There is none that may be executed.</exception>
    internal static byte[] Find(ReadOnlySpan<byte> program, string? searchPath, string? directory)
    {
        var error = Errno.NoEntry;
        foreach (var folder in Folders(program, searchPath))
        {
            var path = Below(directory, folder is null ? program : Join(folder, program));
            if (!Libc.MayAccess(path, Libc.AccessExecute))
            {
                // A file that may not be executed is a better reason than "no such file", but does not end the search.
                error = Errno.Last == Errno.NoEntry ? error : Errno.Last;
                continue;
            }
            if (!Libc.MayAccess(Join(path, "."u8), Libc.AccessExists))
                return path;
            error = Errno.Access;
        }
        throw Failure(program, error);
    }

    /// <summary>A helper program of the system.</summary>
    internal static byte[] Find(string program, string? searchPath) => Find(Encoding.UTF8.GetBytes(program), searchPath, null);

    /// <summary>A path as it is, or below a directory if it is relative.</summary>
    internal static byte[] Below(string? directory, ReadOnlySpan<byte> path) =>
        directory is null || path.StartsWith((byte)'/') ? path.ToArray() : Join(Encoding.UTF8.GetBytes(directory), path);

    /// <param name="user">Who was to run it; null for the daemon itself.</param>
    internal static AgentException Failure(ReadOnlySpan<byte> program, int error, string? user = null) => new(
        "EXEC_FAILED",
        $"Cannot run \"{NativeText.Show(program)}\"{(user is null ? "" : $" as {user}")}: {Errno.Text(error)}. Check its name, that the file exists and may be executed, and PATH.",
        error);

    private static IEnumerable<byte[]?> Folders(ReadOnlySpan<byte> program, string? searchPath)
    {
        if (program.Contains((byte)'/'))
            return [null];
        var path = string.IsNullOrEmpty(searchPath) ? DefaultPath : searchPath;
        return path.Split(':').Select(part => Encoding.UTF8.GetBytes(part.Length == 0 ? "." : part));
    }

    private static byte[] Join(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name) => [.. folder, (byte)'/', .. name];
}
