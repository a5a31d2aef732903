using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>Starts by libdrover-spawn: no wrapper, and in the cgroup from the first instruction on.</summary>
internal static unsafe class DirectSpawn
{
    private const uint UsualUmask = 0x12; // 022

    /// <summary>Starts it. Where the group cannot be joined it is started without, and <paramref name="groupProblem"/> says why.</summary>
    /// <exception cref="AgentException">A step failed; its name and errno are in the text.</exception>
    internal static Birth Spawn(SpawnLibrary library, PendingStart start, AgentOptions options, out string? groupProblem)
    {
        var (launch, spec) = (start.Launch!, start.Spec);
        using var text = new NativeText();
        var directory = Open(spec.Directory, start);
        var cgroup = start.BornInto is { } group ? Libc.Open(group, Libc.OpenReadOnly | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0) : -1;
        groupProblem = start.BornInto is not null && cgroup < 0 ? $"its cgroup cannot be opened: {Errno.Text(Errno.Last)}" : null;
        try
        {
            var limits = Limits(launch, options);
            var groups = launch.RunsAs?.Groups ?? [];
            fixed (NativeSpawn.Limit* firstLimit = limits)
            fixed (uint* firstGroup = groups)
            {
                var request = new NativeSpawn.Request
                {
                    File = text.Add(launch.File),
                    Words = Spawner.Words(text, launch.Words),
                    Variables = Spawner.Variables(text, launch),
                    Flags = Flags(launch, spec, options),
                    Cgroup = cgroup,
                    Input = library.Nothing,
                    Output = start.StandardOutput >= 0 ? start.StandardOutput : library.Nothing,
                    Errors = start.StandardError >= 0 ? start.StandardError : library.Nothing,
                    Directory = directory,
                    Umask = (uint?)spec.Umask ?? UsualUmask,
                    Nice = spec.Nice ?? 0,
                    User = launch.RunsAs?.User ?? 0,
                    Group = launch.RunsAs?.Group ?? 0,
                    Groups = firstGroup,
                    GroupCount = (uint)groups.Length,
                    Limits = firstLimit,
                    LimitCount = (uint)limits.Length,
                };
                var error = library.Spawn(&request);
                if (error != 0 && request.Step == (int)SpawnStep.Group)
                {
                    groupProblem = $"it could not be put into its cgroup: {Errno.Text(error)}";
                    request.Cgroup = -1;
                    error = library.Spawn(&request);
                }
                if (error == Errno.ExecFormat && request.Step == (int)SpawnStep.Exec)
                {
                    var script = launch.AsScript();
                    request.File = text.Add(script.File);
                    request.Words = Spawner.Words(text, script.Words);
                    error = library.Spawn(&request);
                }
                return error == 0
                    ? new Birth(request.Pid, request.Pidfd, request.Joined != 0)
                    : throw SpawnFailure.Of(start, (SpawnStep)request.Step, error);
            }
        }
        finally
        {
            _ = Libc.Close(directory);
            _ = Libc.Close(cgroup);
        }
    }

    private static int Open(string? directory, PendingStart start)
    {
        if (directory is null)
            return -1;
        var descriptor = Libc.Open(directory, Libc.OpenPath | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0);
        return descriptor >= 0 ? descriptor : throw SpawnFailure.Of(start, SpawnStep.Directory, Errno.Last);
    }

    private static uint Flags(Launch launch, ProcessSpec spec, AgentOptions options) =>
        (launch.RunsAs is null ? 0 : NativeSpawn.SetAccount)
        // 0 is the nice value of everybody who asked for none; a user's daemon may not come back to it.
        | NativeSpawn.SetNice | (spec.Nice is null ? NativeSpawn.NiceIsTried : 0)
        | (options.PlainClone ? NativeSpawn.Plain : 0);

    /// <summary>The limits of the entry, and for open files the usual one.</summary>
    private static NativeSpawn.Limit[] Limits(Launch launch, AgentOptions options)
    {
        List<ProcessLimit> limits = [.. launch.Limits];
        Libc.Limit own;
        if (!limits.Exists(limit => limit.Resource == Libc.LimitOpenFiles) && Libc.ProcessLimit(0, Libc.LimitOpenFiles, null, &own) == 0)
            limits.Add(new ProcessLimit(Libc.LimitOpenFiles, Math.Min(options.OpenFiles, own.Hard), own.Hard));
        return [.. limits.Select(limit => new NativeSpawn.Limit { Resource = limit.Resource, Soft = limit.Soft, Hard = limit.Hard })];
    }
}
