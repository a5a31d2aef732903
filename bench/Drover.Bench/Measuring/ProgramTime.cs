using System.Diagnostics;

namespace Drover.Bench.Measuring;

/// <summary>How long a program takes from its start to its end.</summary>
internal static class ProgramTime
{
    /// <summary>Runs it once.</summary>
    /// <param name="lines">How many lines it has to print at least.</param>
    /// <exception cref="InvalidOperationException">It has failed, or printed less.</exception>
    public static async Task<TimeSpan> OfAsync(string program, string[] arguments, (string Name, string Value)[] environment, int lines)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var printed = (await output).AsSpan().Count('\n');
        return process.ExitCode == 0 && printed >= lines
            ? watch.Elapsed
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode} after {printed} lines: {await errors}");
    }
}
