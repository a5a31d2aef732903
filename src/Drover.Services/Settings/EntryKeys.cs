using System.Collections.Frozen;
using System.Globalization;

namespace Drover.Services.Settings;

/// <summary>All keys of an entry. docs/services.md prints this table, and a test compares the two.</summary>
internal static class EntryKeys
{
    public static readonly EntryKey[] All =
    [
        new("user", "name or number", "the daemon's", "user that runs it", SetUser, o => o.Spawn.User),
        new("group", "name or number", "the user's own", "group that runs it", SetGroup, o => o.Spawn.Group),
        new("directory", "absolute path", "the daemon's", "working directory", SetDirectory, o => o.Spawn.Directory),
        new("env-file", "absolute path", "none", "file of NAME=value lines added to the environment, read as systemd does; a - before it lets it be missing", SetEnvironmentFile, o => o.Spawn.EnvironmentFile),
        new("env", "NAME=value ...", "none", "variables added to the environment; they win over env-file. Values may be in quotes", SetEnvironment, o => o.Spawn.Environment),
        new("umask", "000 to 777", "022", "bits that new files do not get", SetUmask, o => o.Spawn.Umask is { } mask ? Convert.ToString(mask, 8).PadLeft(3, '0') : null),
        new("nice", "-20 to 19", "0", "nice value; below 0 needs a daemon of root", SetNice, o => o.Spawn.Nice?.ToString(CultureInfo.InvariantCulture)),
        new("timeout", "duration", "none", "how long a wait or test entry may run; then it is stopped, and has failed", SetTimeout, o => o.Timeout is { } most ? OptionValues.Text(most) : null),
        new("reload", "command", "HUP", "what a reload runs; without it the main process gets HUP", SetReload, o => o.Reload),
        new("stop", "command", "none", "what a stop runs in place of its first signal", SetStopCommand, o => o.Stop.Command),
        new("stop-signal", "HUP INT QUIT KILL USR1 USR2 TERM WINCH", "INT", "first signal of a stop", SetStopSignal, o => o.Stop.Signal.ToString().ToUpperInvariant()),
        new("stop-timeouts", "two durations", "5s,10s", "first signal to TERM, TERM to KILL", SetStopTimeouts, o => $"{OptionValues.Text(o.Stop.UntilTerm)},{OptionValues.Text(o.Stop.UntilKill)}"),
        new("restart", "always, on-failure", "always", "on-failure: a respawn entry that exits with status 0 stays ended", SetRestart, o => o.Restart.Policy == RestartPolicy.Always ? "always" : "on-failure"),
        new("restart-limit", "0 to 1000", "5", "quick deaths that a respawn entry is allowed before a pause", SetRestartLimit, o => OptionValues.Text(o.Restart.Limit)),
        new("restart-window", "duration", "1s", "deaths closer than this are quick", SetRestartWindow, o => OptionValues.Text(o.Restart.Window)),
        new("restart-pause", "duration", "60s", "the pause", SetRestartPause, o => OptionValues.Text(o.Restart.Pause)),
        new("restart-backoff", "1 to 10", "1", "factor for each further pause; a long run takes one step back", SetRestartBackoff, o => OptionValues.FactorText(o.Restart.Backoff)),
        new("restart-pause-max", "duration", "15m", "the longest pause", SetRestartMaxPause, o => OptionValues.Text(o.Restart.MaxPause)),
        new("ready", "none, notify", "none", "notify: up when it has sent READY=1 (sd_notify)", SetReady, o => o.Spawn.Ready == Readiness.None ? "none" : "notify"),
        new("ready-timeout", "duration", "90s", "how long the level waits for that", SetReadyTimeout, o => OptionValues.Text(o.Spawn.ReadyTimeout)),
        new("limit-nofile", "1 to 1048576", "unset", "open files", SetOpenFiles, o => OptionValues.Text(o.Spawn.Limits.OpenFiles)),
        new("limit-core", "size", "unset", "size of a core file", SetCoreSize, o => OptionValues.Text(o.Spawn.Limits.CoreSize)),
        new("limit-processes", "1 to 4194304", "unset", "processes and threads", SetProcesses, o => OptionValues.Text(o.Spawn.Limits.Processes)),
        new("limit-memory", "size", "unset", "memory; of the cgroup, or of each process where there is none", SetMemory, o => OptionValues.Text(o.Spawn.Limits.Memory)),
        new("limit-cpu", "1 to 100000", "unset", "percent of one processor; only with a cgroup", SetCpu, o => OptionValues.Text(o.Spawn.Limits.CpuPercent)),
        new("cgroup", "yes, no", "yes", "a cgroup of its own where the machine allows it", SetCgroup, o => o.Spawn.Cgroup ? "yes" : "no"),
        new("log-size", "size", "10M", "bound of its captured output, at least 64k", SetLogSize, o => OptionValues.Text(o.LogSize)),
    ];

    public static readonly FrozenDictionary<string, EntryKey> ByName = All.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    private static string? SetUser(ref EntryOptions o, string value)
    {
        if (OptionValues.Account(value, out var error) is { } user)
            o = o with { Spawn = o.Spawn with { User = user } };
        return error;
    }

    private static string? SetGroup(ref EntryOptions o, string value)
    {
        if (OptionValues.Account(value, out var error) is { } group)
            o = o with { Spawn = o.Spawn with { Group = group } };
        return error;
    }

    private static string? SetDirectory(ref EntryOptions o, string value)
    {
        if (OptionValues.AbsolutePath(value, out var error) is { } path)
            o = o with { Spawn = o.Spawn with { Directory = path } };
        return error;
    }

    private static string? SetEnvironmentFile(ref EntryOptions o, string value)
    {
        if (OptionValues.AbsolutePath(value.StartsWith('-') ? value[1..] : value, out var error) is not null)
            o = o with { Spawn = o.Spawn with { EnvironmentFile = value } };
        return error;
    }

    private static string? SetEnvironment(ref EntryOptions o, string value)
    {
        if (EnvironmentWords.Read(value, out var error) is not null)
            o = o with { Spawn = o.Spawn with { Environment = value } };
        return error;
    }

    private static string? SetUmask(ref EntryOptions o, string value)
    {
        if (value.Length is < 1 or > 4 || value.AsSpan().ContainsAnyExceptInRange('0', '7') || Convert.ToInt32(value, 8) > 0x1FF)
            return $"'{value}' is no mask of permissions; write octal digits from 000 to 777, for instance 027";
        o = o with { Spawn = o.Spawn with { Umask = Convert.ToInt32(value, 8) } };
        return null;
    }

    private static string? SetNice(ref EntryOptions o, string value)
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nice) || nice is < -20 or > 19)
            return $"'{value}' is no nice value from -20 to 19";
        o = o with { Spawn = o.Spawn with { Nice = nice } };
        return null;
    }

    private static string? SetTimeout(ref EntryOptions o, string value)
    {
        if (OptionValues.Duration(value, out var error) is { } most)
            o = o with { Timeout = most };
        return error;
    }

    private static string? SetReload(ref EntryOptions o, string value)
    {
        if (OptionValues.Command(value, out var error) is { } command)
            o = o with { Reload = command };
        return error;
    }

    private static string? SetStopCommand(ref EntryOptions o, string value)
    {
        if (OptionValues.Command(value, out var error) is { } command)
            o = o with { Stop = o.Stop with { Command = command } };
        return error;
    }

    private static string? SetStopSignal(ref EntryOptions o, string value)
    {
        if (OptionValues.Signal(value, out var error) is { } signal)
            o = o with { Stop = o.Stop with { Signal = signal } };
        return error;
    }

    private static string? SetStopTimeouts(ref EntryOptions o, string value)
    {
        var parts = value.Split(',');
        if (parts.Length != 2)
            return $"'{value}' are not two durations; write for instance 5s,10s (first signal to TERM, TERM to KILL)";
        if (OptionValues.Duration(parts[0], out var error) is not { } term || OptionValues.Duration(parts[1], out error) is not { } kill)
            return error;
        o = o with { Stop = o.Stop with { UntilTerm = term, UntilKill = kill } };
        return null;
    }

    private static string? SetRestart(ref EntryOptions o, string value)
    {
        if (value is not ("always" or "on-failure"))
            return $"'{value}' is neither always nor on-failure";
        o = o with { Restart = o.Restart with { Policy = value == "always" ? RestartPolicy.Always : RestartPolicy.OnFailure } };
        return null;
    }

    private static string? SetRestartLimit(ref EntryOptions o, string value)
    {
        if (OptionValues.Number(value, 0, 1000, out var error) is { } limit)
            o = o with { Restart = o.Restart with { Limit = (int)limit } };
        return error;
    }

    private static string? SetRestartWindow(ref EntryOptions o, string value)
    {
        if (OptionValues.Duration(value, out var error) is { } window)
            o = o with { Restart = o.Restart with { Window = window } };
        return error;
    }

    private static string? SetRestartPause(ref EntryOptions o, string value)
    {
        if (OptionValues.Duration(value, out var error) is { } pause)
            o = o with { Restart = o.Restart with { Pause = pause } };
        return error;
    }

    private static string? SetRestartBackoff(ref EntryOptions o, string value)
    {
        if (OptionValues.Factor(value, out var error) is { } factor)
            o = o with { Restart = o.Restart with { Backoff = factor } };
        return error;
    }

    private static string? SetRestartMaxPause(ref EntryOptions o, string value)
    {
        if (OptionValues.Duration(value, out var error) is { } pause)
            o = o with { Restart = o.Restart with { MaxPause = pause } };
        return error;
    }

    private static string? SetReady(ref EntryOptions o, string value)
    {
        if (value is not ("none" or "notify"))
            return $"'{value}' is neither none nor notify";
        o = o with { Spawn = o.Spawn with { Ready = value == "none" ? Readiness.None : Readiness.Notify } };
        return null;
    }

    private static string? SetReadyTimeout(ref EntryOptions o, string value)
    {
        if (OptionValues.Duration(value, out var error) is { } timeout)
            o = o with { Spawn = o.Spawn with { ReadyTimeout = timeout } };
        return error;
    }

    private static string? SetOpenFiles(ref EntryOptions o, string value)
    {
        if (OptionValues.Number(value, 1, 1_048_576, out var error) is { } count)
            o = WithLimits(o, o.Spawn.Limits with { OpenFiles = count });
        return error;
    }

    private static string? SetCoreSize(ref EntryOptions o, string value)
    {
        if (OptionValues.Size(value, out var error) is { } size)
            o = WithLimits(o, o.Spawn.Limits with { CoreSize = size });
        return error;
    }

    private static string? SetProcesses(ref EntryOptions o, string value)
    {
        if (OptionValues.Number(value, 1, 4_194_304, out var error) is { } count)
            o = WithLimits(o, o.Spawn.Limits with { Processes = count });
        return error;
    }

    private static string? SetMemory(ref EntryOptions o, string value)
    {
        if (OptionValues.Size(value, out var error) is { } size)
            o = WithLimits(o, o.Spawn.Limits with { Memory = size });
        return error;
    }

    private static string? SetCpu(ref EntryOptions o, string value)
    {
        if (OptionValues.Number(value, 1, 100_000, out var error) is { } percent)
            o = WithLimits(o, o.Spawn.Limits with { CpuPercent = (int)percent });
        return error;
    }

    private static string? SetCgroup(ref EntryOptions o, string value)
    {
        if (OptionValues.YesNo(value, out var error) is { } wanted)
            o = o with { Spawn = o.Spawn with { Cgroup = wanted } };
        return error;
    }

    private static string? SetLogSize(ref EntryOptions o, string value)
    {
        if (OptionValues.Size(value, out var error) is not { } size)
            return error;
        if (size < 64 * 1024)
            return $"'{value}' is less than 64k, which would lose output that is not yet read";
        o = o with { LogSize = size };
        return null;
    }

    private static EntryOptions WithLimits(EntryOptions o, ResourceLimits limits) => o with { Spawn = o.Spawn with { Limits = limits } };
}
