using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Drover.Kernel.Journal;
using Microsoft.Win32.SafeHandles;

namespace Drover.Storage;

/// <summary>The <c>lock</c> file of a state directory, held with flock(2) as long as the store is open. It names the holder in
/// clear text, <c>PID HOST</c>; the file stays when the lock is gone, for a removed file would let two processes hold "it".</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private DirectoryLock(SafeFileHandle file) => _file = file;

    /// <exception cref="StoreException">STATE_IN_USE with the holder, or STORE_FAILED.</exception>
    internal static DirectoryLock Acquire(string directory)
    {
        var path = Path.Combine(directory, "lock");
        var number = SystemCalls.OpenOrCreate(path);
        if (number < 0)
        {
            throw new StoreException("STORE_FAILED",
                $"The lock file {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}. The daemon needs to read and write its state directory; check owner and mode.");
        }
        var file = new SafeFileHandle(number, ownsHandle: true);
        try
        {
            if (!SystemCalls.TryLock(number))
                throw StoreErrors.InUse(directory, Holder(file));
            var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}\n");
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
            return new DirectoryLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_file.IsClosed)
            SystemCalls.Unlock((int)_file.DangerousGetHandle());
        _file.Dispose();
    }

    private static string Holder(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[256];
        var text = Encoding.UTF8.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]).Trim();
        var parts = text.Split(' ', 2);
        return parts.Length == 2 ? $"process {parts[0]} on {parts[1]}" : "a process that has not yet written its number";
    }
}
