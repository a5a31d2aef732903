using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Trees;

namespace Drover.Agent.Leases;

/// <summary>What a guard needs around itself.</summary>
public static class GuardPlace
{
    /// <summary>The file below the run directory whose lock the one guard of it has.</summary>
    public const string LockName = "guard.lock";

    /// <summary>Leaves the session of who started it, and is the last whom the kernel ends when memory runs out, where that is allowed.</summary>
    public static void Enter()
    {
        // Who leads a group already has a session of his own, or was started by hand.
        _ = Libc.BeginSession();
        _ = SmallFile.Write("/proc/self/oom_score_adj", "-1000"u8, 0, 0);
    }

    /// <summary>Why a guard could not see to it here that a process ends; null if it can: it finds itself, and may signal what it finds.</summary>
    public static string? Problem()
    {
        var own = Environment.ProcessId;
        if (ProcessStat.Read(own) is not { } stat || ProcessScan.Take(stat.StartTime).InSession(stat.Session).All(process => process.Pid != own))
            return "processes cannot be looked up in /proc";
        var descriptor = Libc.PidfdOpen(own);
        if (descriptor < 0)
            return $"processes cannot be signalled safely (pidfd_open): {Errno.Text(Errno.Last)}";
        var error = Libc.PidfdSendSignal(descriptor, 0, 0) == 0 ? 0 : Errno.Last;
        _ = Libc.Close(descriptor);
        return error == 0 ? null : $"processes cannot be signalled: {Errno.Text(error)}";
    }
}
