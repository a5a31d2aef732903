using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>Limits of the daemon (setrlimit(2)), which its services inherit: none is left below what Linux starts with. What an administrator has set
/// above stays; smaller ones are a matter of the entries.</summary>
internal static unsafe partial class ResourceLimits
{
    private const int Processes = 6;
    private const int OpenFiles = 7;
    private const int Signals = 11;
    private const ulong LeastOpenFiles = 512;
    private const ulong None = ulong.MaxValue;

    private static readonly (int Resource, ulong Soft, ulong Hard)[] s_usual =
    [
        (0, None, None), // processor time
        (1, None, None), // size of a file
        (2, None, None), // data
        (3, 8 << 20, None), // stack
        (4, 0, None), // core
        (5, None, None), // resident memory
        (OpenFiles, 4096, 4096),
        (8, 64 << 10, 64 << 10), // locked memory
        (9, None, None), // address space
        (10, None, None), // locks
        (15, None, None), // real time
    ];

    /// <exception cref="DroverException"><c>FEW_DESCRIPTORS</c>: so few open files are allowed that the daemon could not even start.</exception>
    public static void Raise()
    {
        foreach (var (resource, soft, hard) in s_usual)
            Raise(resource, soft, hard);
        Limit files;
        if (Change(0, OpenFiles, null, &files) == 0 && files.Soft < LeastOpenFiles)
            throw new DroverException("FEW_DESCRIPTORS",
                $"This process may have {files.Soft} open files, and the daemon needs {LeastOpenFiles} at least, besides one for each connection. Raise the limit (ulimit -n, LimitNOFILE= of systemd) and start it again.");
        // What the kernel computes from the memory of the machine is known from process 1, if we may look.
        foreach (var resource in new[] { Processes, Signals })
        {
            Limit first;
            if (Change(1, resource, null, &first) == 0)
                Raise(resource, first.Soft, first.Hard);
        }
    }

    /// <summary>Descriptors that this process may have.</summary>
    public static int OpenDescriptors()
    {
        Limit files;
        return Change(0, OpenFiles, null, &files) == 0 ? (int)Math.Min(files.Soft, int.MaxValue) : int.MaxValue;
    }

    private static void Raise(int resource, ulong soft, ulong hard)
    {
        Limit own;
        if (Change(0, resource, null, &own) != 0 || (own.Soft >= soft && own.Hard >= hard))
            return;
        var wanted = new Limit { Soft = Math.Max(own.Soft, soft), Hard = Math.Max(own.Hard, hard) };
        if (Change(0, resource, &wanted, null) == 0)
            return;
        // Only root may raise the upper one.
        wanted = new Limit { Soft = Math.Min(wanted.Soft, own.Hard), Hard = own.Hard };
        _ = Change(0, resource, &wanted, null);
    }

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int Change(int pid, int resource, Limit* wanted, Limit* before);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
