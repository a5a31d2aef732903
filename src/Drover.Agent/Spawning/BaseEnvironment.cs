using System.Collections.Frozen;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>The environment that the daemon was started with, byte for byte, without what was meant for the daemon alone. Held in native
/// memory for the life of the process: every spawn points into it.</summary>
internal sealed unsafe class BaseEnvironment
{
    private static readonly FrozenSet<string> s_meantForTheDaemon = FrozenSet.ToFrozenSet(
        [
            Identity.Marker.Name, "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PID", "LISTEN_PIDFDID", "WATCHDOG_USEC", "WATCHDOG_PID",
            "INVOCATION_ID", "DROVER_SURROUNDINGS", "JOURNAL_STREAM", "MAINPID", "SYSTEMD_EXEC_PID",
        ], StringComparer.Ordinal);

    private readonly List<(string Name, nint Text)> _variables = [];

    private BaseEnvironment()
    {
    }

    internal static BaseEnvironment Own { get; } = Read();

    internal string? SearchPath { get; private set; }

    internal IReadOnlyList<(string Name, nint Text)> Variables => _variables;

    private static BaseEnvironment Read()
    {
        var made = new BaseEnvironment();
        var bytes = File.ReadAllBytes("/proc/self/environ");
        foreach (var range in bytes.AsSpan().Split((byte)0))
        {
            var variable = bytes.AsSpan(range);
            var equals = variable.IndexOf((byte)'=');
            if (equals <= 0)
                continue;
            var name = Encoding.UTF8.GetString(variable[..equals]);
            if (s_meantForTheDaemon.Contains(name))
                continue;
            if (name == "PATH")
                made.SearchPath = Encoding.UTF8.GetString(variable[(equals + 1)..]);
            made._variables.Add((name, NativeText.Copy(variable)));
        }
        return made;
    }
}
