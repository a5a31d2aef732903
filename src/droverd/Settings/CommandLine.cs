namespace Drover.Daemon.Settings;

/// <summary>What the program is asked to do.</summary>
internal enum DaemonAction
{
    Run,
    Init,
    AcceptLoss,
    Help,
    Version,
}

/// <summary>The command line: what to do, the configuration file, and settings by name.</summary>
internal sealed record CommandLine(DaemonAction Action, string? ConfigFile, IReadOnlyDictionary<string, string> Values)
{
    private const string TakeOverOption = "--take-over", NoVotingOption = "--no-voting", ConfirmOption = "--yes-do-it";

    /// <summary>Whether a state directory of another machine or node is taken over, this once.</summary>
    public bool TakesOver { get; private init; }

    /// <summary>Whether it starts as the master whatever other nodes would say of that.</summary>
    public bool SkipsVoting { get; private init; }

    /// <summary>Whether nobody is to be asked whether that is meant.</summary>
    public bool IsConfirmed { get; private init; }

    private static readonly Dictionary<string, DaemonAction> s_actions = new(StringComparer.Ordinal)
    {
        ["--init"] = DaemonAction.Init,
        ["--accept-loss"] = DaemonAction.AcceptLoss,
        ["--help"] = DaemonAction.Help,
        ["-h"] = DaemonAction.Help,
        ["--version"] = DaemonAction.Version,
    };

    /// <summary>What scripts around Ganeti's masterd give that says nothing here: the daemon always runs in the foreground, and callers are known by their credentials.</summary>
    private static readonly HashSet<string> s_ofMasterd = new(["-f", "--foreground", "--no-user-checks"], StringComparer.Ordinal);

    /// <summary>What they give that we do otherwise.</summary>
    private static readonly Dictionary<string, string> s_otherwise = new(StringComparer.Ordinal)
    {
        ["--syslog"] = "the log goes to standard error, from where systemd or logger(1) take it to syslog; leave the option out",
        ["-b"] = "LUXI has no address, only sockets; leave the option out, or see --listen for HTTP over TCP",
    };

    /// <exception cref="SettingsException">An argument is not understood.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var rows = SettingTable.Rows(new DefaultPlaces("", "", "", "")).ToList();
        var names = rows.Select(row => row.Name).Append("config").ToList();
        var switches = rows.Where(row => row.Form == SettingForm.Switch).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var action = DaemonAction.Run;
        bool takesOver = false, skipsVoting = false, isConfirmed = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            switch (argument)
            {
                case TakeOverOption: takesOver = true; continue;
                case NoVotingOption: skipsVoting = true; continue;
                case ConfirmOption: isConfirmed = true; continue;
            }
            if (s_actions.TryGetValue(argument, out var asked))
            {
                // Help wins over all else; otherwise there is one thing to do.
                if (action != DaemonAction.Run && action != asked && asked != DaemonAction.Help && action != DaemonAction.Help)
                    throw Usage($"'{argument}' cannot be combined with another action");
                action = action == DaemonAction.Help ? action : asked;
                continue;
            }
            if (s_ofMasterd.Contains(argument))
                continue;
            if (s_otherwise.TryGetValue(argument.Split('=')[0], out var instead))
                throw Usage($"'{argument}' is an option of Ganeti's masterd that droverd does not have: {instead}");
            if (argument is "-d" or "--debug")
            {
                values.TryAdd("log-level", "debug");
                continue;
            }
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                throw Usage($"'{argument}' is not understood: options begin with --");
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument[2..] : argument[2..equals];
            if (!names.Contains(name))
                throw Usage($"there is no option '--{name}'{Suggestion.For(name, names.Concat(s_actions.Keys.Append(TakeOverOption).Select(k => k.TrimStart('-'))), "--")}");
            var isAlone = equals < 0 && (i + 1 == arguments.Count || arguments[i + 1].StartsWith('-'));
            string value;
            if (equals >= 0)
                value = argument[(equals + 1)..];
            else if (isAlone && switches.Contains(name))
                value = SettingForm.On;
            else if (++i < arguments.Count)
                value = arguments[i];
            else
                throw Usage($"the option '--{name}' needs a value");
            if (!values.TryAdd(name, value))
                throw Usage($"the option '--{name}' is given twice");
        }
        values.Remove("config", out var config);
        return new CommandLine(action, config, values) { TakesOver = takesOver, SkipsVoting = skipsVoting, IsConfirmed = isConfirmed };
    }

    private static SettingsException Usage(string what) => new("USAGE", $"{what}. 'droverd --help' lists all options.");
}
