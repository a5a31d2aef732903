using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Drover.Kernel.Operations;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cluster.Testing;

/// <summary>Files with a line for each step that was done, in one directory of the daemon. Lines of several jobs may stand in one file. Who submits a job
/// says the name of a file and nothing more: no link is followed, and nothing that could wait is opened.</summary>
internal sealed partial class Evidence(string directory)
{
    private const int WriteOnly = 0x1, Create = 0x40, Appending = 0x400, NonBlocking = 0x800, NoFollow = 0x20000, CloseOnExec = 0x80000;
    private const int LongestName = 100;
    private const uint OwnerOnly = 0x180;

    /// <summary>Whether a name is one of a file in the directory.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Adds a line, in one piece, and returns when the disk has it.</summary>
    /// <exception cref="Drover.Kernel.Operations.OperationException">The file cannot be written.</exception>
    public void Append(string name, string job, long step)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var file = OpenSeekable(name, FileAccess.Write, WriteOnly | Create | Appending)!;
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{job} {step}\n")));
            file.Flush(flushToDisk: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"Parameter 'evidence': the file {name} cannot be written: {problem.Message}");
        }
    }

    /// <summary>The last step of a job that stands in the file whole; 0 when none does.</summary>
    /// <exception cref="Drover.Kernel.Operations.OperationException">The file cannot be read.</exception>
    public long LastStep(string name, string job)
    {
        try
        {
            if (OpenSeekable(name, FileAccess.Read, 0) is not { } file)
                return 0;
            using var reader = new StreamReader(file);
            return LastStepIn(reader.ReadToEnd(), job);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"Parameter 'evidence': the file {name} cannot be read: {problem.Message}");
        }
    }

    /// <summary>The last step of a job in the text of a file. A line without its end was torn by a crash; the step before it counts.</summary>
    internal static long LastStepIn(string text, string job)
    {
        var last = 0L;
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n'))
        {
            var parts = line.Split(' ');
            if (parts.Length == 2 && parts[0] == job && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                last = Math.Max(last, step);
        }
        return last;
    }

    /// <summary>Opens a file; null when there is none and none is to be made.</summary>
    /// <exception cref="IOException">It cannot be opened, is a link, or a pipe, socket or terminal.</exception>
    private FileStream? OpenSeekable(string name, FileAccess access, int flags)
    {
        const int NoSuchFile = 2;
        // Without waiting: a FIFO would hold the thread until somebody opens its other end.
        var handle = new SafeFileHandle(Open(Path.Combine(directory, name), flags | NonBlocking | NoFollow | CloseOnExec, OwnerOnly), ownsHandle: true);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            return error == NoSuchFile && (flags & Create) == 0 ? null : throw new IOException($"{new Win32Exception(error).Message}.");
        }
        var file = new FileStream(handle, access, bufferSize: 0);
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new IOException("It is not a regular file.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, uint mode);
}
