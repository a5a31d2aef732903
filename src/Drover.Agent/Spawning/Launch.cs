using System.Text;
using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Nodes.Services;

namespace Drover.Agent.Spawning;

/// <summary>A specification made ready to execute: file, words and variables, wrappers included.</summary>
internal sealed class Launch
{
    /// <summary>Runs the command as its child and keeps its status. Signals of a stop reach the whole group; the keeper outlives them.
    /// The status is one line, and counts only with its end; a rename would cost the start of one more program.</summary>
    private const string StatusKeeper =
        """trap : HUP INT QUIT TERM USR1 USR2 ALRM; f=$1; shift; "$@"; s=$?; echo $s 2>/dev/null >"$f"; exit $s""";

    /// <summary>What a status keeper is called in its own words.</summary>
    internal const string KeeperName = "status-keeper";

    /// <summary>Enters the cgroup before anything of the entry runs: what forks first would stay outside of its limits. If it cannot, the log says so.</summary>
    private const string GroupEntrance = """echo 0 >"$1"; shift; exec "$@" """;

    private Launch(byte[] file, IReadOnlyList<ReadOnlyMemory<byte>> words, IReadOnlyDictionary<string, string> variables, Account? account)
        => (File, Words, Variables, Account) = (file, words, variables, account);

    internal byte[] File { get; }

    internal IReadOnlyList<ReadOnlyMemory<byte>> Words { get; }

    /// <summary>Variables that are added to the base environment, or replace there.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; }

    internal Account? Account { get; }

    /// <summary>Whom it is to become before the exec; null if nobody else, or if a wrapper does it.</summary>
    internal Account? RunsAs { get; private init; }

    /// <summary>Limits to set before the exec.</summary>
    internal IReadOnlyList<ProcessLimit> Limits { get; private init; } = [];

    /// <param name="direct">Whether limits and account are set before the exec. Behind a status keeper they are the command's alone, so wrappers set them there.</param>
    internal static Launch Prepare(ProcessSpec spec, Bounds bounds, string invocation, string statusPath, string? notifySocket, bool direct)
    {
        if (spec.Command.Words.Count == 0)
            throw new AgentException("EMPTY_COMMAND", $"Entry {spec.Key.Name} has an empty command. Give it one, or set its mode to off.");
        if (spec.Directory is { } directory && !Directory.Exists(directory))
            throw new AgentException("NO_DIRECTORY", $"The working directory \"{directory}\" of {spec.Key.Name} does not exist or cannot be entered.");
        var account = Account.Find(spec.User, spec.Group);
        var variables = Collect(spec, account, invocation, notifySocket);
        var path = variables.GetValueOrDefault("PATH") ?? BaseEnvironment.Own.SearchPath;
        var file = PathSearch.Find(spec.Command.Words[0].Span, path, spec.Directory);
        var limits = bounds.Limits.Select(limit => CheckedLimit(spec.Key, limit.Key, limit.Value)).ToList();
        var runsAs = IsAnother(spec, account) ? account : null;
        direct &= !spec.KeepStatus;
        var words = direct ? spec.Command.Words : Wrap(spec, bounds, runsAs, file, path, statusPath);
        if (words.Any(word => word.Span.Contains((byte)0)) || variables.Any(v => v.Key.Contains('\0', StringComparison.Ordinal) || v.Value.Contains('\0', StringComparison.Ordinal)))
            throw new AgentException("BAD_COMMAND", $"The command or environment of {spec.Key.Name} holds a NUL character.");
        return new Launch(ReferenceEquals(words, spec.Command.Words) ? file : words[0].ToArray(), words, variables, account)
        {
            RunsAs = direct ? runsAs : null,
            Limits = direct ? limits : [],
        };
    }

    /// <summary>The words for a file that the kernel does not know how to execute: a script without its first line.</summary>
    internal Launch AsScript() => new("/bin/sh"u8.ToArray(), ["/bin/sh"u8.ToArray(), File, .. Words.Skip(1)], Variables, Account);

    private static Dictionary<string, string> Collect(ProcessSpec spec, Account? account, string invocation, string? notifySocket)
    {
        // The marker is the first variable: most scans find it in the first bytes.
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [Marker.Name] = invocation };
        if (account?.Name is { } name)
        {
            variables["USER"] = variables["LOGNAME"] = name;
            variables["HOME"] = account.Home ?? "/";
        }
        if (spec.EnvironmentFile is { } file)
        {
            foreach (var (variable, value) in EnvironmentFile.Read(file))
                variables[variable] = value;
        }
        foreach (var (variable, value) in spec.Environment)
        {
            if (variable.Length == 0 || variable.Contains('=', StringComparison.Ordinal))
                throw new AgentException("BAD_ENVIRONMENT", $"Entry {spec.Key.Name} sets a variable named \"{variable}\"; a name must not be empty or hold \"=\".");
            variables[variable] = value;
        }
        variables["CLINIT_GROUP"] = spec.Key.Group;
        variables["CLINIT_TAG"] = spec.Key.Tag;
        variables["CLINIT_LEVEL"] = spec.Level;
        variables["CLINIT_MODE"] = spec.Mode;
        variables[Marker.Name] = invocation;
        if (notifySocket is not null)
            variables["NOTIFY_SOCKET"] = notifySocket;
        return variables;
    }

    private static bool IsAnother(ProcessSpec spec, Account? account)
    {
        if (account is null || (account.User == Libc.EffectiveUser() && spec.Group is null))
            return false;
        return Libc.EffectiveUser() == 0 ? true : throw new AgentException(
            "NEEDS_ROOT", $"Entry {spec.Key.Name} asks for another user or group; only a daemon that runs as root can do that.");
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Wrap(ProcessSpec spec, Bounds bounds, Account? runsAs, byte[] file, string? path, string statusPath)
    {
        List<ReadOnlyMemory<byte>> front = [];
        if (spec.KeepStatus)
            Add("/bin/sh", "-c", StatusKeeper, KeeperName, statusPath);
        if (bounds.Group is { } group)
            Add("/bin/sh", "-c", GroupEntrance, "enter-cgroup", group + "/cgroup.procs");
        if (bounds.Limits.Count > 0)
        {
            front.Add(PathSearch.Find("prlimit", path));
            foreach (var (name, value) in bounds.Limits)
                Add($"--{name}={value}");
        }
        if (runsAs is not null)
        {
            front.Add(PathSearch.Find("setpriv", path));
            Add($"--reuid={runsAs.User}", $"--regid={runsAs.Group}", runsAs.Name is null ? "--clear-groups" : "--init-groups");
        }
        if (front.Count == 0)
            return spec.Command.Words;
        // prlimit and setpriv look words up by themselves, with the rights of the new user: give them the file that was found.
        return [.. front, PathSearch.Below(spec.Directory ?? Environment.CurrentDirectory, file), .. spec.Command.Words.Skip(1)];

        void Add(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                front.Add(Encoding.UTF8.GetBytes(word));
        }
    }

    private static ProcessLimit CheckedLimit(ProcessKey key, string name, string value) =>
        ProcessLimit.Parse(name, value) ?? throw new AgentException(
            "BAD_LIMIT", $"Entry {key.Name} has the limit \"{name}={value}\"; names are {string.Join(", ", ProcessLimit.Names)}, values NUMBER, unlimited or SOFT:HARD.");
}
