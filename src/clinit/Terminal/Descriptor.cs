using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Clinit.Terminal;

/// <summary>Writes to standard output or standard error. Loading System.Console for that would cost start time, and a FileStream keeps a
/// position of its own, which breaks files that are shared with other programs.</summary>
internal static partial class Descriptor
{
    private const int Eintr = 4;
    private const int Epipe = 32;

    /// <exception cref="ClinitException">Standard output cannot be written. A reader that has gone is no error.</exception>
    public static void Write(int descriptor, string text)
    {
        var rest = Encoding.UTF8.GetBytes(text).AsSpan();
        while (!rest.IsEmpty)
        {
            var written = Write(descriptor, ref MemoryMarshal.GetReference(rest), rest.Length);
            if (written >= 0)
            {
                rest = rest[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Eintr:
                    continue;
                case var error when error != Epipe && descriptor == 1:
                    throw new ClinitException(ExitCode.Broken, "output", $"the output could not be written: {Marshal.GetPInvokeErrorMessage(error)}",
                        "what was asked for has been done all the same; free some space or write elsewhere");
                default:
                    return;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ref byte data, nint count);
}
