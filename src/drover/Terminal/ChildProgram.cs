using System.Diagnostics;

namespace Drover.Cli.Terminal;

/// <summary>Starts other programs as a shell would. The runtime ignores SIGPIPE, and what is ignored stays so over execve(2): a pager or a daemon started
/// like that would write on where its reader has gone.</summary>
internal static class ChildProgram
{
    /// <summary>Starts a program; null when the system has none to start.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be executed.</exception>
    public static Process? Start(ProcessStartInfo program)
    {
        var ours = Libc.SetSignal(Libc.SigPipe, Libc.DefaultAction);
        try
        {
            return Process.Start(program);
        }
        finally
        {
            _ = Libc.SetSignal(Libc.SigPipe, ours);
        }
    }
}
