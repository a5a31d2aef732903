using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cli.Terminal;

/// <summary>
/// Opens a file that belongs to somebody else without touching its flock(2). .NET takes a shared lock on all that it opens, which fails
/// on the daemon's lock file, and in an unlucky moment would keep a daemon from starting.
/// </summary>
internal static class UnlockedFile
{
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    /// <exception cref="IOException">Anything else.</exception>
    public static SafeFileHandle Open(string path)
    {
        int descriptor;
        do
            descriptor = Libc.Open(path, Libc.CloseOnExec);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        var message = Marshal.GetPInvokeErrorMessage(error);
        throw error switch
        {
            Libc.Enoent or Libc.Enotdir => new FileNotFoundException(message, path),
            Libc.Eacces or Libc.Eperm => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }

    /// <summary>The text of a short file: at most 4 KiB.</summary>
    public static string ReadStart(string path)
    {
        using var file = Open(path);
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }
}
