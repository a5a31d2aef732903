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

    private static int Start(IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath) ?? AppContext.BaseDirectory, "droverd");
        if (!File.Exists(path))
            throw new CliException("NO_DROVERD", Language.Say("program.none", path), ExitCode.Failed, Language.Say("program.none.hint"));
        using var process = ChildProgram.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false })
            ?? throw new CliException("NO_DROVERD", Language.Say("program.failed", path), ExitCode.Failed);
        process.WaitForExit();
        return process.ExitCode == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
