using System.Globalization;
using Drover.Agent;
using Drover.Agent.Identity;
using Drover.Agent.Leases;
using Microsoft.Extensions.Logging;

namespace Drover.Guard;

/// <summary>Sleeps until a lease ends, then kills what lives of its group, and looks again each second until the leases on record are others. It ends when none is left.</summary>
/// <param name="runDirectory">The run directory of the agent.</param>
/// <param name="output">Takes the one line that says who watches.</param>
/// <param name="clock">Its sleep.</param>
/// <param name="log">Takes what it has killed.</param>
internal sealed class GuardLife(string runDirectory, TextWriter output, TimeProvider clock, ILogger log)
{
    // Leases go by a clock that runs on while the machine sleeps, and timers do not.
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    private readonly GroupTrees _trees = new(runDirectory);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private IReadOnlyList<HeldLease> _leases = [];
    private bool _isUnreadable;

    /// <summary>Watches, unless another one does.</summary>
    /// <returns>False if it cannot.</returns>
    public async Task<bool> RunAsync()
    {
        GuardPlace.Enter();
        if (GuardPlace.Problem() is { } problem)
        {
            Say(problem);
            return false;
        }
        using var held = HeldLock.TryTake(Path.Combine(runDirectory, GuardPlace.LockName), out var holder);
        if (held is null)
        {
            Say(GuardProcess.Watches + holder.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        Say(GuardProcess.Watches + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        await WatchAsync();
        return true;
    }

    private async Task WatchAsync()
    {
        for (var quietLooks = 0; Look().Count > 0;)
        {
            var now = BootClock.Now;
            var ended = _leases.Where(lease => lease.HasEndedAt(now)).Select(lease => lease.Group).ToHashSet(StringComparer.Ordinal);
            var isQuiet = ended.Count == 0 || await EndAsync([.. ended]);
            quietLooks = isQuiet && ended.Count == _leases.Count && !_trees.AreInCare ? quietLooks + 1 : 0;
            // Nothing can be started any more where there is no agent, and the next one knows these leases for ended.
            if (quietLooks == 2)
                return;
            // Whatever has ended since is another turn.
            var next = _leases.Where(lease => !ended.Contains(lease.Group)).Select(lease => lease.Ends - BootClock.Now).Append(s_longestSleep).Min();
            if (next > TimeSpan.Zero)
                await Task.Delay(next, clock);
        }
    }

    /// <summary>Kills what lives of groups, for a second at most.</summary>
    /// <returns>Whether nothing lives of them.</returns>
    private async Task<bool> EndAsync(HashSet<string> groups)
    {
        // One look may miss what is just being executed.
        const int Sure = 2;
        var (began, emptyLooks) = (clock.GetTimestamp(), 0);
        for (var pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            var found = _trees.Find(groups);
            emptyLooks = found.Count == 0 ? emptyLooks + 1 : 0;
            if (emptyLooks == Sure)
            {
                _told.Clear();
                return true;
            }
            // Read behind the look: what was started under a new lease is not in it.
            var now = BootClock.Now;
            groups.IntersectWith(Look().Where(lease => lease.HasEndedAt(now)).Select(lease => lease.Group));
            foreach (var tree in found.Where(tree => groups.Contains(tree.Key.Group)))
            {
                tree.Kill();
                Tell(tree);
            }
            if (groups.Count == 0 || clock.GetElapsedTime(began) >= s_longestSleep)
                return false;
            await Task.Delay(pause, clock);
        }
    }

    private void Tell(LivingTree tree)
    {
        var processes = tree.Processes.Where(_told.Add).ToList();
        if (processes.Count > 0)
            GuardLog.Killed(log, tree.Key.Group, $"{tree.Key.Tag}: {string.Join(", ", processes)}");
    }

    private IReadOnlyList<HeldLease> Look()
    {
        var read = LeaseFile.Read(runDirectory);
        if (read is null && !_isUnreadable)
            GuardLog.Unreadable(log, runDirectory);
        _isUnreadable = read is null;
        return _leases = read ?? _leases;
    }

    /// <summary>Nobody may be there any more who reads it.</summary>
    private void Say(string line)
    {
        try
        {
            output.WriteLine(line);
            output.Flush();
        }
        catch (IOException)
        {
            // Who started it has ended. The leases are there all the same.
        }
    }
}
