using System.Globalization;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary>The signals of signal(7), as x86 and ARM number them.</summary>
internal static class SignalNames
{
    private const int Highest = 64;

    /// <summary>All names, without SIG.</summary>
    public static IEnumerable<string> All => s_names;

    /// <summary>By number, from 1.</summary>
    private static readonly string[] s_names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The number of a signal by its number or its name, with or without SIG.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static int Parse(string text)
    {
        var name = text.ToUpperInvariant();
        var at = Array.IndexOf(s_names, name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name);
        if (at >= 0)
            return at + 1;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Highest
            ? number
            : throw CliException.Usage(Language.Say("signal.none", text), Language.Say("signal.none.hint", Highest, string.Join(", ", s_names)));
    }
}
