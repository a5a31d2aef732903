using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Drover.Bench.Measuring;

/// <summary>fdatasync(2), which .NET does not offer: it leaves out what is not needed to read the data back.</summary>
internal static partial class DiskSync
{
    public static void Data(SafeFileHandle file)
    {
        if (Fdatasync(file) != 0)
            throw new IOException($"fdatasync: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);
}
