using System.Globalization;
using System.Runtime.InteropServices;
using Drover.Cli.Terminal;

namespace Drover.Cli.Operating;

/// <summary>The process that holds the <c>lock</c> file of a state directory; the file says <c>PID HOST</c>.</summary>
internal sealed class LockHolder
{
    private readonly LocalProcess _process;

    private LockHolder(int pid) => _process = new LocalProcess(pid);

    public int Pid => _process.Pid;

    /// <summary>False when the process has ended.</summary>
    public bool Lives => _process.Lives;

    public static LockHolder Read(string directory)
    {
        var path = Path.Combine(directory, "lock");
        string text;
        try
        {
            text = UnlockedFile.ReadStart(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw Denied($"this user may not read {path}");
        }
        catch (IOException e)
        {
            throw new CliException("NO_LOCK_FILE", $"{path}, which names the daemon's process, cannot be read: {e.Message}", ExitCode.Failed,
                "the daemon must run on this machine; else send the signal where it runs: SIGUSR1 to restart it, SIGUSR2 to shut it down");
        }

        var parts = text.Trim().Split(' ', 2);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid < 2)
            throw new CliException("NO_LOCK_FILE", $"{path} does not name the daemon's process", ExitCode.Failed, "send the signal yourself: 'systemctl kill -s SIGUSR1 drover' to restart it, SIGUSR2 to shut it down");
        if (parts[1] != Environment.MachineName)
            throw new CliException("OTHER_HOST", $"the daemon runs on {parts[1]}, not here", ExitCode.Failed, "run this there");
        return new LockHolder(pid);
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal)
    {
        if (!Lives)
            throw new CliException("NO_DAEMON", $"process {Pid}, which holds the state directory, is not there", ExitCode.NoDaemon, "does the daemon run in another container?");
        if (Libc.Kill(Pid, signal) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        throw error == Libc.Eperm
            ? Denied($"this user may not signal the daemon (process {Pid})")
            : new CliException("SIGNAL_FAILED", $"process {Pid} could not be signalled: {Marshal.GetPInvokeErrorMessage(error)}", ExitCode.Failed);
    }

    /// <summary>What this user may not do.</summary>
    public static CliException Denied(string what) => new("DENIED", what, ExitCode.NotAllowed, "run it as root or as the daemon's user");
}
