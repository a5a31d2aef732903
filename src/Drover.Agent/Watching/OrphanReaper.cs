using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Watching;

/// <summary>Takes note of the end of children that are nobody's: a daemon that is process 1 (of a container), or a subreaper, inherits every orphan.
/// Main processes are left to who waits for them, also those that are just being born, and those of other agents in this process.</summary>
internal sealed unsafe class OrphanReaper : IDisposable
{
    private const int AnyChild = 0; // P_ALL
    private const int OneChild = 1; // P_PID

    // Of all agents in this process: children are those of the process.
    private static readonly Lock s_gate = new();
    private static readonly HashSet<int> s_newborn = [];
    private static readonly List<Func<int, bool>> s_mains = [];

    private readonly Func<int, bool> _isMain;
    private readonly PosixSignalRegistration _registration;

    /// <param name="isMain">Whether a number is that of a main process that was started here and not yet reaped.</param>
    internal OrphanReaper(Func<int, bool> isMain)
    {
        _isMain = isMain;
        lock (s_gate)
            s_mains.Add(isMain);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Reap());
        Reap();
    }

    /// <summary>Whether orphans become children of this process.</summary>
    internal static bool IsNeeded()
    {
        int isSubreaper;
        return Environment.ProcessId == 1 || (Libc.ProcessControl(Libc.GetChildSubreaper, &isSubreaper) == 0 && isSubreaper != 0);
    }

    /// <summary>Starts a process that is left alone until <see cref="Grown"/>.</summary>
    internal static Spawning.Birth Spawn(Func<Spawning.Birth> spawn)
    {
        lock (s_gate)
        {
            var birth = spawn();
            s_newborn.Add(birth.Pid);
            return birth;
        }
    }

    /// <summary>From here on the number is known as that of a main process, or is gone.</summary>
    internal static void Grown(int pid)
    {
        lock (s_gate)
            s_newborn.Remove(pid);
        Reap();
    }

    /// <summary>Reaps until the next dead child is somebody's. Whoever reaps that calls again.</summary>
    internal static void Reap()
    {
        var information = stackalloc byte[128];
        lock (s_gate)
        {
            while (true)
            {
                new Span<byte>(information, 128).Clear();
                if (Libc.WaitId(AnyChild, 0, information, Libc.WaitExited | Libc.WaitNoHang | Libc.WaitLeave) != 0)
                    return;
                var pid = *(int*)(information + 16);
                if (pid == 0 || s_newborn.Contains(pid) || s_mains.Exists(isMain => isMain(pid)))
                    return;
                _ = Libc.WaitId(OneChild, pid, information, Libc.WaitExited | Libc.WaitNoHang);
            }
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (s_gate)
            s_mains.Remove(_isMain);
    }
}
