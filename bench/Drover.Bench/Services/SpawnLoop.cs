using System.Diagnostics;
using System.Globalization;
using Drover.Bench.Daemon;

namespace Drover.Bench.Services;

/// <summary>The bare C loop of posix_spawn that starts and stops are measured against, compiled for this run.</summary>
internal sealed class SpawnLoop
{
    private readonly string _program;

    private SpawnLoop(string program) => _program = program;

    /// <summary>Compiles it into a folder. Null where there is no C compiler: then only our own figures are shown.</summary>
    public static SpawnLoop? Compile(string directory)
    {
        var source = Path.Combine(DaemonBed.Repository, "bench/Drover.Bench/Services/spawn_loop.c");
        var program = Path.Combine(directory, "spawn_loop");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-O2", "-o", program, source]) { UseShellExecute = false })!;
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? new SpawnLoop(program) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Milliseconds to start so many sleepers, and to end them all.</summary>
    public (double Start, double Stop) Run(int count)
    {
        using var process = Process.Start(
            new ProcessStartInfo(_program, [count.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
