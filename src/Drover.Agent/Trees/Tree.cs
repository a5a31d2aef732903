using Drover.Agent.Identity;
using Drover.Agent.Native;

namespace Drover.Agent.Trees;

/// <summary>Who belongs to an invocation, by the three nets.</summary>
internal static class Tree
{
    /// <summary>The living members that a scan and the cgroup show.</summary>
    internal static IReadOnlyList<ScannedProcess> Members(Invocation invocation, ProcessScan scan)
    {
        var record = invocation.Record;
        var marked = scan.WithMarker(record.Invocation);
        Dictionary<int, ScannedProcess> members = marked.ToDictionary(p => p.Pid);
        if (record.Pid > 0)
        {
            // A living child is not in the scan.
            if (invocation.IsChild && !invocation.HasEnded && ProcessStat.Read(record.Pid) is { IsDead: false } main
                && main.StartTime == record.StartTime)
                members.TryAdd(record.Pid, new ScannedProcess(main.Pid, main.StartTime, main.Group, main.Session, main.Name, main.State, record.Invocation));
            var session = scan.InSession(record.Pid);
            if (session.Count > 0 && SessionIsOurs(invocation, session))
            {
                foreach (var process in session.Where(p => p.StartTime >= record.StartTime))
                    members.TryAdd(process.Pid, process);
            }
        }
        if (record.Cgroup is { } leaf)
        {
            foreach (var process in InGroup(leaf))
                members.TryAdd(process.Pid, process);
        }
        return [.. members.Values];
    }

    /// <summary>The living processes of a cgroup.</summary>
    internal static IEnumerable<ScannedProcess> InGroup(string leaf)
    {
        foreach (var pid in Cgroups.Members(leaf))
            if (ProcessStat.Read(pid) is { IsDead: false } stat)
                yield return new ScannedProcess(pid, stat.StartTime, stat.Group, stat.Session, stat.Name, stat.State, null);
    }

    /// <summary>Sends a signal to exactly the process that a scan saw. The descriptor comes first, then the comparison: the number cannot
    /// pass to a stranger in between.</summary>
    internal static bool Signal(ScannedProcess process, int signal)
    {
        var pidfd = Libc.PidfdOpen(process.Pid);
        if (pidfd < 0)
            return false;
        var sent = ProcessStat.Read(process.Pid) is { IsDead: false } stat && stat.StartTime == process.StartTime
            && Libc.PidfdSendSignal(pidfd, signal, 0) == 0;
        _ = Libc.Close(pidfd);
        return sent;
    }

    /// <summary>Kills a tree as a look has found it: its process group and its cgroup as a whole, then each member.</summary>
    internal static void Kill(Invocation invocation, IEnumerable<ScannedProcess> members)
    {
        const int KillSignal = 9;
        invocation.SignalGroup(KillSignal);
        if (invocation.Record.Cgroup is { } leaf)
            Cgroups.Kill(leaf);
        foreach (var process in members)
            Signal(process, KillSignal);
    }

    /// <summary>Who is left of the session of a main process that has ended; none if it is not ours any more.</summary>
    internal static SessionRest Rest(Invocation invocation, ProcessScan scan)
    {
        var session = scan.InSession(invocation.Record.Pid);
        return SessionRest.Of(session.Count > 0 && SessionIsOurs(invocation, session) ? session.Select(p => (p.Pid, p.StartTime)) : []);
    }

    /// <summary>A number of a session is not given away as long as the session has a member. While the leader lives, or we have not yet reaped it, it is surely ours. After
    /// that it is ours if one of its members carries our marker or was there at the look before, and never if another process leads it now. The first look comes right
    /// after the end.</summary>
    private static bool SessionIsOurs(Invocation invocation, IReadOnlyList<ScannedProcess> session)
    {
        var record = invocation.Record;
        if (invocation.IsChild && !invocation.HasEnded)
            return true;
        if (session.FirstOrDefault(p => p.Pid == record.Pid) is { } leader)
            return !invocation.HasEnded && leader.StartTime == record.StartTime;
        return session.Any(p => p.Marker == record.Invocation)
            || (record.Session is { } rest ? session.Any(p => rest.Holds(p.Pid, p.StartTime)) : invocation.GroupOutlivedLeader);
    }
}
