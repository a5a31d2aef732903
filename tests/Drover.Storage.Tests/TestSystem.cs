using System.Diagnostics;
using System.Globalization;

namespace Drover.Storage.Tests;

/// <summary>Programs of the machine that tests use.</summary>
internal static class TestSystem
{
    internal static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = TimedProcess.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            });
            var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (127, error.Message);
        }
    }

    internal static long AllocatedBytes(string file) =>
        long.Parse(Run("stat", "-c", "%b", file).Output, CultureInfo.InvariantCulture) * 512;

    /// <summary>Builds a library whose fsync and fdatasync fail as soon as the file <paramref name="failNow"/> is there.</summary>
    internal static string BuildFailingSync(string directory, out string failNow)
    {
        failNow = Path.Combine(directory, "fail-now");
        var (source, library) = (Path.Combine(directory, "sync.c"), Path.Combine(directory, "sync.so"));
        File.WriteAllText(source, $$"""
            #include <errno.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            static int fails(void) { if (access("{{failNow}}", F_OK) != 0) return 0; errno = EIO; return 1; }
            int fsync(int fd) { return fails() ? -1 : syscall(SYS_fsync, fd); }
            int fdatasync(int fd) { return fails() ? -1 : syscall(SYS_fdatasync, fd); }
            """);
        var (exitCode, output) = Run("cc", "-shared", "-fPIC", "-o", library, source);
        Assert.SkipUnless(exitCode == 0, $"A C compiler is needed to make fsync fail: {output}");
        return library;
    }
}
