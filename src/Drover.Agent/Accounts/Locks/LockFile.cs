using System.Globalization;
using Drover.Agent.Native;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Locks;

/// <summary>
/// The file <c>X.lock</c> beside an account file that is being written. It has the number of its process and a zero behind it, so that others sweep it once that process has ended. It is made by link(2), which one alone
/// succeeds in.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private const int Mode = 0x180; // 0600
    private const int LongestNumber = 16;

    private readonly string _path;

    private LockFile(string path) => _path = path;

    /// <summary>The lock of a file.</summary>
    public static string PathOf(string path) => path + ".lock";

    /// <summary>Takes the lock of a file; one of a process that has ended is swept.</summary>
    /// <returns>Null when a living process has it.</returns>
    /// <exception cref="AccountException">It cannot be made, or is one that nobody will give back.</exception>
    public static LockFile? TryTake(string path)
    {
        var (own, target) = ($"{path}.{Environment.ProcessId}", PathOf(path));
        _ = Libc.Unlink(own);
        var text = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\0"));
        if (SmallFile.Write(own, text, Libc.OpenCreate | Libc.OpenExclusive | Libc.OpenNoFollow, Mode) is not 0 and var error)
            throw Failed(own, error);
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                if (Libc.Link(own, target) == 0)
                    return FileStatus.Of(own) is { Links: 2 } ? new LockFile(target) : throw Failed(target, Errno.Exists);
                if (Errno.Last != Errno.Exists)
                    throw Failed(target, Errno.Last);
                if (!isFirst || Holder(target) is not { } holder || IsAlive(holder))
                    return null;
                _ = Libc.Unlink(target);
            }
        }
        finally
        {
            _ = Libc.Unlink(own);
        }
    }

    /// <summary>The living process that has the lock of a file; null when none has.</summary>
    /// <exception cref="AccountException">The lock is one that nobody will give back.</exception>
    public static int? HolderOf(string path) => Holder(PathOf(path)) is { } holder && IsAlive(holder) ? holder : null;

    public void Dispose() => _ = Libc.Unlink(_path);

    private static int? Holder(string target)
    {
        Span<byte> content = stackalloc byte[LongestNumber];
        var length = SmallFile.Read(target, content);
        if (length < 0)
            return null;
        var text = content[..length];
        var end = text.IndexOf((byte)0);
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var holder)
            ? holder
            : throw new AccountException(AccountRefusalKind.Busy, $"the lock '{target}' names no process, so that no program will ever take it away: remove it once you know that nothing changes accounts");
    }

    // One with the own number is of an earlier life of the daemon: who changes accounts here waits for his turn before he comes to locks.
    private static bool IsAlive(int process) => process != Environment.ProcessId && (Libc.Kill(process, 0) == 0 || Errno.Last != Errno.NoProcess);

    private static AccountException Failed(string path, int error) => new(AccountRefusalKind.Failed, $"the lock '{path}' cannot be made: {Errno.Text(error)}");
}
