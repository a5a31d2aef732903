using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>Finds programs the way execvp(3) does, but before the fork, so that the error is clear.</summary>
internal static class PathSearch
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The file to execute.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="searchPath">PATH of the child.</param>
    /// <param name="directory">Working directory of the child, for relative paths.</param>
    /// <exception cref="AgentException">There is none that may be executed.</exception>
    internal static string Find(string program, string? searchPath, string? directory)
    {
        var error = Errno.NoEntry;
        foreach (var candidate in Candidates(program, searchPath))
        {
            var path = directory is null ? candidate : Path.Combine(directory, candidate);
            if (Libc.Access(path, Libc.AccessExecute) != 0)
            {
                // A file that may not be executed is a better reason than "no such file", but does not end the search.
                error = Errno.Last == Errno.NoEntry ? error : Errno.Last;
                continue;
            }
            if (!Directory.Exists(path))
                return path;
            error = Errno.Access;
        }
        throw Failure(program, error);
    }

    internal static AgentException Failure(string program, int error) => new(
        "EXEC_FAILED",
        $"Cannot run \"{program}\": {Errno.Text(error)}. Check the command of the entry, that the file exists and may be executed, and PATH.",
        error);

    private static IEnumerable<string> Candidates(string program, string? searchPath)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return [program];
        var path = string.IsNullOrEmpty(searchPath) ? DefaultPath : searchPath;
        return path.Split(':').Select(part => Path.Combine(part.Length == 0 ? "." : part, program));
    }
}
