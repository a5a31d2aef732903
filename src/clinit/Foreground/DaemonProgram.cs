using System.Runtime.InteropServices;
using Drover.Clinit.Arguments;

namespace Drover.Clinit.Foreground;

/// <summary>Becomes <c>droverd</c>: the same process, so that whoever started clinit has the daemon's pid and exit code.</summary>
internal static partial class DaemonProgram
{
    private const string Name = "droverd";
    private const int SigPipe = 13;
    private const nint DefaultAction = 0;

    /// <summary>Does not return.</summary>
    /// <exception cref="ClinitException">There is no droverd, or it cannot be executed.</exception>
    public static int Become(Invocation call)
    {
        var path = Find(Path.GetDirectoryName(Environment.ProcessPath), Environment.GetEnvironmentVariable("PATH"))
            ?? throw new ClinitException(ExitCode.Broken, "no-droverd", "droverd is neither beside clinit nor in PATH", "install it, or run it yourself from where it is");
        // The runtime ignores SIGPIPE, and what is ignored stays so over execve(2).
        var ours = SetSignal(SigPipe, DefaultAction);
        _ = Execute(path, [path, .. Arguments(call), null]);
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = SetSignal(SigPipe, ours);
        throw new ClinitException(ExitCode.Broken, "no-droverd", $"{path} cannot be executed: {error}");
    }

    /// <summary>What droverd is called with. Settings of the cltab win over these in the daemon as they do here.</summary>
    public static IEnumerable<string> Arguments(Invocation call) =>
        ["--cltab", call.Cltab, "--clinit-socket", call.Socket, "--clstat", call.Clstat, .. call.DaemonArguments];

    /// <summary>The first droverd there is: in a directory, then in those of a search path.</summary>
    public static string? Find(string? beside, string? searchPath) =>
        new[] { beside ?? "" }.Concat((searchPath ?? "").Split(':')).Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    // The environment is the one that this process was started with: nothing here changes it.
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint action);
}
