using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>posix_spawn with clean surroundings: own session, default signals, empty mask, no descriptors but 0 to 2. The way where libdrover-spawn cannot be had.</summary>
internal static unsafe class Spawner
{
    // glibc's structures are 336, 80 and 128 bytes; there is room to spare.
    private const int AttributeBytes = 1024;
    private const int ActionBytes = 512;
    private const int SignalSetBytes = 256;

    private static readonly nint s_attributes = MakeAttributes();

    /// <summary>Starts it. Returns the pid; a failure to start is an <see cref="AgentException"/>.</summary>
    /// <param name="launch">What to run.</param>
    /// <param name="directory">Working directory; null for the daemon's own.</param>
    /// <param name="output">Descriptor that becomes stdout; below 0 for /dev/null.</param>
    /// <param name="errors">Descriptor that becomes stderr; below 0 for where stdout goes.</param>
    internal static int Spawn(Launch launch, string? directory, int output, int errors)
    {
        var error = TrySpawn(launch, directory, output, errors, out var pid);
        if (error == Errno.ExecFormat)
            error = TrySpawn(launch.AsScript(), directory, output, errors, out pid);
        return error == 0 ? pid : throw PathSearch.Failure(launch.File, error);
    }

    /// <summary>Gives a child the usual limit of open files. It returned from exec a moment ago: a program that looks at its limit in its first
    /// microseconds may still see ours.</summary>
    internal static void LimitOpenFiles(int pid, ulong files)
    {
        Libc.Limit limit;
        if (Libc.ProcessLimit(pid, Libc.LimitOpenFiles, null, &limit) != 0)
            return;
        limit.Soft = Math.Min(files, limit.Hard);
        _ = Libc.ProcessLimit(pid, Libc.LimitOpenFiles, &limit, null);
    }

    /// <summary>The same for a process whose spawn was cut short by the daemon's death: only if its limit is still a raised one like ours.</summary>
    internal static void RestoreOpenFiles(int pid, ulong files)
    {
        Libc.Limit own, theirs;
        if (Libc.ProcessLimit(0, Libc.LimitOpenFiles, null, &own) == 0 && Libc.ProcessLimit(pid, Libc.LimitOpenFiles, null, &theirs) == 0
            && theirs.Soft == own.Soft)
            LimitOpenFiles(pid, files);
    }

    private static int TrySpawn(Launch launch, string? directory, int output, int errors, out int pid)
    {
        using var text = new NativeText();
        var actions = stackalloc byte[ActionBytes];
        _ = Libc.ActionsInit(actions);
        try
        {
            _ = Libc.ActionsOpen(actions, 0, "/dev/null", Libc.OpenReadOnly, 0);
            if (output >= 0)
                _ = Libc.ActionsDuplicate(actions, output, 1);
            else
                _ = Libc.ActionsOpen(actions, 1, "/dev/null", Libc.OpenWriteOnly, 0);
            _ = Libc.ActionsDuplicate(actions, errors >= 0 ? errors : 1, 2);
            // What the daemon itself inherited from its launcher is not close-on-exec.
            _ = Libc.ActionsCloseFrom(actions, 3);
            if (directory is not null)
                _ = Libc.ActionsChangeDirectory(actions, directory);
            int started = 0;
            var error = Libc.Spawn(&started, text.Add(launch.File), actions, (void*)s_attributes, Words(text, launch.Words), Variables(text, launch));
            pid = started;
            return error;
        }
        finally
        {
            _ = Libc.ActionsDestroy(actions);
        }
    }

    internal static byte** Words(NativeText text, IReadOnlyList<ReadOnlyMemory<byte>> words)
    {
        var table = text.Table(words.Count);
        for (var i = 0; i < words.Count; i++)
            table[i] = text.Add(words[i].Span);
        return table;
    }

    internal static byte** Variables(NativeText text, Launch launch)
    {
        var inherited = BaseEnvironment.Own.Variables;
        var table = text.Table(launch.Variables.Count + inherited.Count);
        var used = 0;
        foreach (var (name, value) in launch.Variables)
            table[used++] = text.Add($"{name}={value}");
        foreach (var (name, variable) in inherited)
        {
            if (!launch.Variables.ContainsKey(name))
                table[used++] = (byte*)variable;
        }
        table[used] = null;
        return table;
    }

    private static nint MakeAttributes()
    {
        var attributes = (nint)NativeMemory.AllocZeroed(AttributeBytes);
        var signals = stackalloc byte[SignalSetBytes];
        _ = Libc.AttributesInit((void*)attributes);
        _ = Libc.AttributesSetFlags((void*)attributes, Libc.SpawnCleanSession);
        // All bits, not sigfillset(3): that leaves out two signals of glibc's own, which the child would then ignore.
        new Span<byte>(signals, SignalSetBytes).Fill(0xFF);
        _ = Libc.AttributesSetDefaultSignals((void*)attributes, signals);
        _ = Libc.SignalSetEmpty(signals);
        _ = Libc.AttributesSetMask((void*)attributes, signals);
        return attributes;
    }
}
