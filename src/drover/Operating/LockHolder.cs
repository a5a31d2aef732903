using System.Globalization;
using System.Runtime.InteropServices;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

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
            throw Denied(Language.Say("holder.denied", path));
        }
        catch (IOException e)
        {
            throw new CliException("NO_LOCK_FILE", Language.Say("holder.unread", path, e.Message), ExitCode.Failed,
                Language.Say("holder.unread.hint"));
        }

        var parts = text.Trim().Split(' ', 2);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid < 2)
            throw new CliException("NO_LOCK_FILE", Language.Say("holder.no-process", path), ExitCode.Failed, Language.Say("holder.no-process.hint"));
        if (parts[1] != Environment.MachineName)
            throw new CliException("OTHER_HOST", Language.Say("holder.elsewhere", parts[1]), ExitCode.Failed, Language.Say("holder.elsewhere.hint"));
        return new LockHolder(pid);
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal)
    {
        if (!Lives)
            throw new CliException("NO_DAEMON", Language.Say("holder.gone", Pid), ExitCode.NoDaemon, Language.Say("holder.gone.hint"));
        if (Libc.Kill(Pid, signal) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        throw error == Libc.Eperm
            ? Denied(Language.Say("holder.no-signal", Pid))
            : new CliException("SIGNAL_FAILED", Language.Say("holder.signal-failed", Pid, Marshal.GetPInvokeErrorMessage(error)), ExitCode.Failed);
    }

    /// <summary>What this user may not do.</summary>
    public static CliException Denied(string what) => new("DENIED", what, ExitCode.NotAllowed, Language.Say("holder.run-as"));
}
