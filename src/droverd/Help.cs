using System.Text;
using Drover.Daemon.Settings;

namespace Drover.Daemon;

/// <summary>The text of <c>droverd --help</c>.</summary>
internal static class Help
{
    private const int Column = 32;

    public static string Text()
    {
        var text = new StringBuilder("""
            droverd - master daemon: jobs, locks, queries, events

            Usage: droverd [--state DIR] [--run DIR] [OPTION...]

            Runs in the foreground until SIGTERM or SIGINT; a second one stops at once.
            SIGUSR1 ends it and leaves the services running, SIGUSR2 stops them first.
            An empty state directory initialises itself.

            Actions:

            """);
        Line(text, "--init", "fill an empty state directory with the names given, and exit");
        Line(text, "--accept-loss", "go on with a journal that lacks its end, and exit");
        Line(text, "--version", "print the version and exit");
        Line(text, "--help", "print this text and exit");
        Line(text, "--take-over", "start once on a state directory of another machine or node");
        Line(text, "-f, -d, --no-user-checks, ...", "options of Ganeti's masterd; docs/droverd.md says what becomes of them");
        text.Append("\nSettings (also DROVER_NAME in the environment, or \"name\" in the configuration file):\n");
        Line(text, "--config FILE", "JSON configuration file; comments are allowed");
        foreach (var row in SettingTable.Rows(DefaultPlaces.OfThisUser()))
            Line(text, $"--{row.Name} {row.Form.Metavar}", row.Default is null ? row.Doc : $"{row.Doc} [{row.Default}]");
        text.Append("""

            Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 state directory in use,
            4 state directory damaged, of a newer version, or of somebody else,
            6 services left running: start the next daemon.

            """);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string option, string doc)
    {
        text.Append("  ").Append(option.PadRight(Column));
        if (option.Length >= Column)
            text.Append('\n').Append(' ', Column + 2);
        text.Append(doc).Append('\n');
    }
}
