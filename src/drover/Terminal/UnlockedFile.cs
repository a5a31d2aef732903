using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Drover.Cli.Words;
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
    public static SafeFileHandle Open(string path) => Open(path, flags: 0);

    /// <summary>Opens a regular file. Nothing else is waited for, as a pipe would be, or read without an end, as a device.</summary>
    /// <exception cref="IOException">It is of another kind, or anything that <see cref="Open(string)"/> throws.</exception>
    public static SafeFileHandle OpenRegular(string path)
    {
        var file = Open(path, Libc.NonBlocking);
        if (IsRegular(file))
            return file;
        file.Dispose();
        throw new IOException(Language.Say("file.not-regular", path));
    }

    private static bool IsRegular(SafeFileHandle file)
    {
        // struct statx of statx(2): the mode is at byte 28, and its highest four bits are the kind.
        const int Size = 256;
        const int Mode = 28;
        const int KindMask = 0xf000;
        const int Regular = 0x8000;
        Span<byte> facts = stackalloc byte[Size];
        return Libc.Facts((int)file.DangerousGetHandle(), "", Libc.OfDescriptor, Libc.KindWanted, ref facts[0]) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(facts[Mode..]) & KindMask) == Regular;
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor;
        do
            descriptor = Libc.Open(path, Libc.CloseOnExec | flags);
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
