using Drover.Agent.Accounts.Files;
using Drover.Agent.Native;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Locks;

/// <summary>
/// The two locks of the account files, while they are held: <c>.pwd.lock</c>, a lock of fcntl(2) that lckpwdf(3) takes, and a file <c>X.lock</c> for each file that is written, which the tools of shadow
/// make. The first is not taken by lckpwdf, whose lock ends when any thread closes any descriptor of the file.
/// </summary>
internal sealed class AccountLocks : IDisposable
{
    private const int Mode = 0x180; // 0600

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly int _descriptor;
    private readonly List<LockFile> _files = [];

    private AccountLocks(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes the lock that all tools take.</summary>
    /// <exception cref="AccountException">Another program has it for so long, or it cannot be had.</exception>
    public static async Task<AccountLocks> TakeAsync(AccountFiles files, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        var descriptor = Libc.Open(files.LockPath, Libc.OpenWriteOnly | Libc.OpenCreate | Libc.OpenNoFollow | Libc.OpenCloseOnExec, Mode);
        if (descriptor < 0)
            throw new AccountException(AccountRefusalKind.Failed, $"'{files.LockPath}' cannot be opened: {Errno.Text(Errno.Last)}");
        try
        {
            if (!await UntilAsync(() => Libc.TryLockDescription(descriptor), time, clock, cancellationToken))
                throw new AccountException(AccountRefusalKind.Busy, $"another program has had the lock '{files.LockPath}' for {time.TotalSeconds:0.#} s: wait until it has ended (fuser {files.LockPath})");
            return new AccountLocks(descriptor);
        }
        catch
        {
            _ = Libc.Close(descriptor);
            throw;
        }
    }

    /// <summary>Locks the files that are to be written.</summary>
    /// <exception cref="AccountException">Another program has one for so long, or there is a lock that nobody will give back.</exception>
    public async Task LockAsync(IEnumerable<string> paths, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            LockFile? taken = null;
            if (!await UntilAsync(() => (taken = LockFile.TryTake(path)) is not null, time, clock, cancellationToken))
                throw new AccountException(AccountRefusalKind.Busy, $"process {LockFile.HolderOf(path)} has had the lock '{LockFile.PathOf(path)}' for {time.TotalSeconds:0.#} s: wait until it has ended");
            _files.Add(taken!);
        }
    }

    /// <summary>Gives the locks back; files first, as others look at them without waiting.</summary>
    public void Dispose()
    {
        GiveFilesBack();
        _ = Libc.Close(_descriptor);
    }

    /// <summary>Gives the locks of files back, and keeps the other.</summary>
    public void GiveFilesBack()
    {
        foreach (var file in _files)
            file.Dispose();
        _files.Clear();
    }

    private static async Task<bool> UntilAsync(Func<bool> done, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); !done();)
        {
            if (clock.GetElapsedTime(begun) >= time)
                return false;
            await Task.Delay(s_pause, clock, cancellationToken);
        }
        return true;
    }
}
