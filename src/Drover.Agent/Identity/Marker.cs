using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>The variable that marks every process of an invocation, inherited through forks, sessions and daemonising.</summary>
internal static class Marker
{
    internal const string Name = "DROVER_INVOCATION";

    /// <summary>The largest environment that is looked at (Linux allows about 2 MiB by default).</summary>
    private const int MostBytes = 4 << 20;

    private static readonly byte[] s_prefix = Encoding.ASCII.GetBytes(Name + "=");

    /// <summary>The invocation that a process carries; null if it carries none or may not be read.</summary>
    /// <param name="stat">The process.</param>
    /// <param name="buffer">Working space that grows as needed.</param>
    internal static string? Of(in ProcessStat stat, ref byte[] buffer) => Find(Environment(stat, ref buffer));

    /// <summary>The environment of a process; empty if it may not be read.</summary>
    internal static ReadOnlySpan<byte> Environment(in ProcessStat stat, ref byte[] buffer)
    {
        if (!stat.IsFirstThreadGone)
            return Read($"/proc/{stat.Pid}/environ", ref buffer);
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{stat.Pid}/task"))
                if (Read($"{thread}/environ", ref buffer) is { Length: > 0 } environment)
                    return environment;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
        }
        return [];
    }

    private static ReadOnlySpan<byte> Read(string path, ref byte[] buffer)
    {
        while (true)
        {
            var length = SmallFile.Read(path, buffer);
            if (length < buffer.Length || buffer.Length >= MostBytes)
                return buffer.AsSpan(0, Math.Max(length, 0));
            buffer = new byte[buffer.Length * 4];
        }
    }

    internal static string? Find(ReadOnlySpan<byte> environment) => Find(environment, s_prefix);

    /// <summary>The value of a variable; null if it is not set.</summary>
    internal static string? Find(ReadOnlySpan<byte> environment, string variable) => Find(environment, Encoding.UTF8.GetBytes(variable + "="));

    private static string? Find(ReadOnlySpan<byte> environment, byte[] prefix)
    {
        while (environment.Length > 0)
        {
            var at = environment.IndexOf(prefix);
            if (at < 0)
                return null;
            var rest = environment[(at + prefix.Length)..];
            if (at == 0 || environment[at - 1] == 0)
            {
                var end = rest.IndexOf((byte)0);
                return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
            }
            environment = rest;
        }
        return null;
    }
}
