using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>The variable that marks every process of an invocation, inherited through forks, sessions and daemonising.</summary>
internal static class Marker
{
    internal const string Name = "DROVER_INVOCATION";

    /// <summary>The largest environment that is looked at (Linux allows about 2 MiB by default).</summary>
    private const int MostBytes = 4 << 20;

    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes(Name + "=");

    /// <summary>The invocation that a process carries; null if it carries none or may not be read.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="buffer">Working space that grows as needed.</param>
    internal static string? Of(int pid, ref byte[] buffer)
    {
        while (true)
        {
            var length = SmallFile.Read($"/proc/{pid}/environ", buffer);
            if (length < buffer.Length || buffer.Length >= MostBytes)
                return length <= 0 ? null : Find(buffer.AsSpan(0, length));
            buffer = new byte[buffer.Length * 4];
        }
    }

    internal static string? Find(ReadOnlySpan<byte> environment)
    {
        while (environment.Length > 0)
        {
            var at = environment.IndexOf(Prefix);
            if (at < 0)
                return null;
            var rest = environment[(at + Prefix.Length)..];
            if (at == 0 || environment[at - 1] == 0)
            {
                var end = rest.IndexOf((byte)0);
                return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
            }
            environment = rest;
        }
        return null;
    }
}
