using System.Diagnostics;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary>Runs <c>droverd</c> from the directory of this program, for what is done while no daemon runs.</summary>
internal static class DaemonProgram
{
    public static int Run(Session session, IReadOnlyList<string> arguments)
    {
        session.Screen.Flush();
        return session.RunDaemonWith is { } stand ? stand(arguments) : Start(arguments);
    }

    /// <summary>Its path.</summary>
    /// <exception cref="CliException">NO_DROVERD: it is not there.</exception>
    public static string Find()
    {
        var path = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath) ?? AppContext.BaseDirectory, "droverd");
        return File.Exists(path) ? path : throw new CliException("NO_DROVERD", Language.Say("program.none", path), ExitCode.Failed, Language.Say("program.none.hint"));
    }

    private static int Start(IReadOnlyList<string> arguments)
    {
        var path = Find();
        using var process = ChildProgram.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false })
            ?? throw new CliException("NO_DROVERD", Language.Say("program.failed", path), ExitCode.Failed);
        process.WaitForExit();
        return process.ExitCode == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
