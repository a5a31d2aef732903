using System.Globalization;

namespace Drover.Clinit.Arguments;

/// <summary>
/// Reads the command line. Short options end at the first name, as they did in the old program: in <c>clinit web -5</c> the level is
/// <c>-5</c>. Long options, which the old program did not have, may stand anywhere before <c>--</c>.
/// </summary>
internal sealed class ArgumentReader
{
    /// <summary>Some 23 days: what fits into a socket's time-out.</summary>
    private const int LongestTime = 2_000_000;

    private readonly List<string> _names = [];
    private readonly IReadOnlyList<string> _arguments;
    private Invocation _call = new() { Deed = Deed.Tell };
    private bool _help, _version, _daemon, _shutdown, _stale;
    private int _at;
    private int? _namesBeforeDashes;

    private ArgumentReader(IReadOnlyList<string> arguments) => _arguments = arguments;

    /// <exception cref="ClinitException">It is not understood.</exception>
    public static Invocation Read(IReadOnlyList<string> arguments) => new ArgumentReader(arguments).Read();

    private Invocation Read()
    {
        while (_at < _arguments.Count)
        {
            var word = _arguments[_at++];
            if (_namesBeforeDashes is not null)
                _names.Add(word);
            else if (word == "--")
                _namesBeforeDashes = _names.Count;
            else if (word.StartsWith("--", StringComparison.Ordinal))
                ReadLong(word);
            else if (word.Length > 1 && word[0] == '-' && _names.Count == 0)
                ReadShort(word);
            else
                _names.Add(word);
        }

        if (_help || _version)
            return _call with { Deed = _help ? Deed.Help : Deed.Version };
        return _call.Cluster.Length > 0 ? Cluster() : _stale ? throw ClinitException.Usage("--stale goes with --cluster") : _daemon ? Daemon() : _shutdown ? Shutdown() : Tell();
    }

    private void ReadLong(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        switch (name)
        {
            case "--wait":
                _call = _call with { Waits = true, WaitLimit = value is null ? null : Seconds(value, "time to wait") };
                break;
            case "--clstat":
                _call = _call with { Clstat = Path(value ?? Next(name), name) };
                break;
            case "--cluster":
                _call = _call with { Cluster = Path(value ?? Next(name), name) };
                break;
            case "--stale":
                (_stale, _call) = (true, _call with { StaleAfter = Seconds(value ?? "", "age of a status file") });
                break;
            case "--json" or "--help" or "--version" when value is not null:
                throw ClinitException.Usage($"the option {name} takes no value");
            case "--json":
                _call = _call with { Json = true };
                break;
            case "--help":
                _help = true;
                break;
            case "--version":
                _version = true;
                break;
            default:
                throw ClinitException.Usage($"there is no option {name}; a name that begins with -- stands after a lone --");
        }
    }

    private void ReadShort(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            switch (word[i])
            {
                case 'h':
                    _help = true;
                    break;
                case 'd':
                    _daemon = true;
                    break;
                case 'k':
                    _shutdown = true;
                    break;
                case 'v':
                    _call = _call with { Verbose = true };
                    break;
                case 'c' or 's':
                    var path = Path(i + 1 < word.Length ? word[(i + 1)..] : Next($"-{word[i]}"), $"-{word[i]}");
                    _call = word[i] == 'c' ? _call with { Cltab = path } : _call with { Socket = path };
                    return;
                default:
                    throw ClinitException.Usage($"there is no option -{word[i]}; a group that begins with - stands after a lone --");
            }
        }
    }

    private Invocation Daemon()
    {
        if (_shutdown)
            throw ClinitException.Usage("-d starts a daemon and -k ends it: give one of them");
        if (_call.Waits || _call.Json)
            throw ClinitException.Usage("--wait and --json do not go with -d");
        if ((_namesBeforeDashes ?? _names.Count) > 0)
            throw ClinitException.Usage($"-d takes no group and no level, but '{_names[0]}' is given; what is for droverd stands after a lone --");
        return _call with { Deed = Deed.Daemon, DaemonArguments = _names };
    }

    private Invocation Shutdown()
    {
        if (_names.Count > 0)
            throw ClinitException.Usage($"-k stops all groups and ends the daemon, but '{_names[0]}' is given; to stop one group, tell it a level that no entry has");
        return NoWait() with { Deed = Deed.Shutdown };
    }

    private Invocation Cluster() =>
        _daemon || _shutdown || _call.Waits ? throw ClinitException.Usage("--cluster only reads: it does not go with -d, -k and --wait")
        : _names.Count > 0 ? throw ClinitException.Usage($"--cluster takes no group and no level, but '{_names[0]}' is given")
        : _call with { Deed = Deed.Cluster };

    private Invocation Tell() => _names.Count switch
    {
        0 => NoWait() with { Deed = Deed.Reread },
        1 => _call with { Level = _names[0] },
        2 => _call with { Group = _names[0], Level = _names[1] },
        _ => throw ClinitException.Usage($"there are {_names.Count} names; a group and a level are all that can be given"
            + (_call is { Waits: true, WaitLimit: null } ? ", and seconds are written --wait=SECS" : "")),
    };

    private Invocation NoWait() =>
        _call.Waits ? throw ClinitException.Usage("--wait goes with a level") : _call;

    private string Next(string option) =>
        _at < _arguments.Count ? _arguments[_at++] : throw ClinitException.Usage($"the option {option} needs a path");

    private static string Path(string value, string option) =>
        value.Length > 0 ? value : throw ClinitException.Usage($"the path of {option} is empty");

    private static TimeSpan Seconds(string value, string what) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestTime
            ? TimeSpan.FromSeconds(seconds)
            : throw ClinitException.Usage($"'{value}' is no {what}: give whole seconds, 1 to {LongestTime}");
}
