using System.Diagnostics;
using Drover.Cli.Door;
using Drover.Cli.Operating;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Starting;

/// <summary>How a daemon of this user is started: from the directory of drover, in a session of its own, so that no key of this terminal reaches it, with a file for what it says.</summary>
/// <param name="Place">The directory of that file.</param>
/// <param name="Run">Run directory of the daemon, in which its socket will be.</param>
internal sealed record DaemonLaunch(string Place, string Run)
{
    /// <summary>The exit code of a daemon whose state directory another one holds.</summary>
    public const int StateInUse = 3;

    private const int Words = 10;
    private const string SocketName = "drover.sock";

    // What is sent to the daemon's standard error is appended: whoever shortens the file meanwhile leaves no hole in it.
    private const string Script = "exec setsid \"$0\" --run \"$1\" </dev/null >>\"$2\" 2>&1";

    /// <summary>The daemon tells of variables that it does not know; these are for the command line alone.</summary>
    private static readonly string[] s_ours =
        [AutoStart.Variable, AutoStart.TimeVariable, AnswerTime.Variable, "DROVER_SOCKET", "DROVER_LANG", "DROVER_PAGER", "DROVER_TRACEPARENT"];

    /// <summary>What the daemon says.</summary>
    public string Log => Path.Combine(Place, "droverd.log");

    /// <exception cref="CliException">There is no place for its log, or no daemon has such a socket.</exception>
    public static DaemonLaunch For(Session session)
    {
        var socket = SocketPath.Own(session.SocketOption, session.Environment);
        if (Path.GetFileName(socket) != SocketName)
            throw CliException.Usage(Language.Say("auto-start.socket", socket, SocketName));
        var place = UserState.Directory(session.Environment)
            ?? throw new CliException("NOT_STARTED", Language.Say("auto-start.no-place"), ExitCode.NoDaemon, Language.Say("auto-start.no-place.hint"));
        return new DaemonLaunch(place, Path.GetDirectoryName(Path.GetFullPath(socket))!);
    }

    /// <summary>Starts it. What the last one has said is kept beside, in a file that ends in <c>.1</c>.</summary>
    public Process Begin()
    {
        var program = DaemonProgram.Find();
        if (File.Exists(Log))
            File.Move(Log, Log + ".1", overwrite: true);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, program, Run, Log]) { UseShellExecute = false };
        foreach (var name in s_ours)
            start.Environment.Remove(name);
        return ChildProgram.Start(start) ?? throw new CliException("NO_DROVERD", Language.Say("program.failed", program), ExitCode.Failed);
    }

    /// <summary>The last lines that it has said.</summary>
    public IReadOnlyList<string> LastWords()
    {
        try
        {
            return [.. File.ReadLines(Log).TakeLast(Words)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
