using System.Diagnostics;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests;

internal sealed record CliResult(int Code, string Out, string Err);

/// <summary>Runs the client with captured output.</summary>
internal static class CliRun
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "drover");

    public static CliResult InProcess(string[] args, Action<Session>? onSession = null, string input = "", bool inIsTerminal = false, Func<IReadOnlyList<string>, int>? daemon = null,
        Action<TimeSpan>? pause = null, TimeProvider? clock = null, int? width = null, Func<string, string?>? environment = null,
        bool canDraw = false)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var screen = new Screen(output, error, () => new MemoryStream(Encoding.UTF8.GetBytes(input))) { InIsTerminal = inIsTerminal, Width = width, CanDraw = canDraw };
        using var session = new Session(screen, environment ?? (static _ => null))
        {
            Zone = TimeZoneInfo.Utc,
            PauseWith = pause ?? (static _ => { }),
            RunDaemonWith = daemon,
            Clock = clock ?? TimeProvider.System,
        };
        onSession?.Invoke(session);
        var code = App.Run(args, session);
        return new CliResult(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>Runs a line of shell in which <c>$drover</c> is the real program.</summary>
    public static async Task<CliResult> ShellAsync(string script, string socket)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["drover"] = Program;
        start.Environment["DROVER_SOCKET"] = socket;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        using var process = TimedProcess.Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, await output, await error);
    }
}
