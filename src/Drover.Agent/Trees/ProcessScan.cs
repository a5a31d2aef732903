using System.Collections.Frozen;
using System.Globalization;
using Drover.Agent.Identity;

namespace Drover.Agent.Trees;

/// <summary>A living process as one scan saw it.</summary>
/// <param name="Marker">The invocation in its environment; null if there is none or it may not be read.</param>
internal sealed record ScannedProcess(int Pid, ulong StartTime, int Group, int Session, string Name, char State, string? Marker);

/// <summary>All living processes of the machine that are not older than the oldest that matters, save main processes that are known to live.
/// Zombies and kernel threads are left out.</summary>
internal sealed class ProcessScan
{
    private static readonly IReadOnlyList<ScannedProcess> s_nobody = [];

    private readonly FrozenDictionary<string, List<ScannedProcess>> _byMarker;
    private readonly FrozenDictionary<int, List<ScannedProcess>> _bySession;

    private ProcessScan(List<ScannedProcess> processes)
    {
        _byMarker = processes.Where(p => p.Marker is not null).GroupBy(p => p.Marker!, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        _bySession = processes.GroupBy(p => p.Session).ToFrozenDictionary(g => g.Key, g => g.ToList());
    }

    /// <summary>All markers that were seen.</summary>
    internal IEnumerable<string> Markers => _byMarker.Keys;

    internal IReadOnlyList<ScannedProcess> WithMarker(string invocation) => _byMarker.TryGetValue(invocation, out var found) ? found : s_nobody;

    internal IReadOnlyList<ScannedProcess> InSession(int session) => _bySession.TryGetValue(session, out var found) ? found : s_nobody;

    /// <summary>Looks at /proc.</summary>
    /// <param name="notBefore">Start time (clock ticks after boot) of the oldest process that matters; a descendant is never older.</param>
    /// <param name="known">Processes that need no look: whoever asks knows what they are, and that their numbers are theirs.</param>
    internal static ProcessScan Take(ulong notBefore, IReadOnlySet<int>? known = null)
    {
        List<ScannedProcess> found = [];
        var buffer = new byte[16_384];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                || known?.Contains(pid) == true
                || ProcessStat.Read(pid) is not { IsDead: false, IsKernelThread: false } stat || stat.StartTime < notBefore)
                continue;
            found.Add(new ScannedProcess(pid, stat.StartTime, stat.Group, stat.Session, stat.Name, stat.State, Marker.Of(stat, ref buffer)));
        }
        return new ProcessScan(found);
    }
}
