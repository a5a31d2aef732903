using System.Diagnostics;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Starting;

/// <summary>The daemon as a service of systemd: where there is a unit of it, systemd starts it and nobody else.</summary>
/// <param name="Root">What stands before all paths.</param>
/// <param name="Manager">The program that speaks to systemd.</param>
internal sealed record ServiceUnit(string Root, string Manager)
{
    private const string Name = "drover.service";

    private static readonly string[] s_places = ["etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];

    /// <summary>That of the machine.</summary>
    public static ServiceUnit OfThisMachine { get; } = new("/", "systemctl");

    /// <summary>Whether systemd runs here (sd_booted(3)) and has the unit.</summary>
    public bool IsKnown => Directory.Exists(Path.Combine(Root, "run/systemd/system")) && s_places.Any(place => File.Exists(Path.Combine(Root, place, Name)));

    /// <summary>Has it started, which is done when the daemon is ready. What systemd says goes to standard error.</summary>
    /// <exception cref="CliException">NOT_STARTED.</exception>
    public void Start()
    {
        using var process = ChildProgram.Start(new ProcessStartInfo(Manager, ["--no-ask-password", "start", Name]) { UseShellExecute = false });
        process?.WaitForExit();
        if (process?.ExitCode != 0)
            throw new CliException("NOT_STARTED", Language.Say("auto-start.unit", Name), ExitCode.NoDaemon, Language.Say("auto-start.unit.hint", Name));
    }
}
