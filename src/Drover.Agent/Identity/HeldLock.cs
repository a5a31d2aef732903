using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>A lock on a file, held until it is disposed or the process ends; children do not have it.</summary>
public sealed class HeldLock : IDisposable
{
    private const int Mode = 0x180; // 0600

    private readonly int _descriptor;

    private HeldLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes it.</summary>
    /// <param name="path">The file, which is made if it is missing.</param>
    /// <param name="holder">Who has it; 0 when it was got, or when that one has just let go.</param>
    /// <returns>The lock; null if another process has it.</returns>
    /// <exception cref="AgentException">The file cannot be opened.</exception>
    public static HeldLock? TryTake(string path, out int holder)
    {
        holder = 0;
        var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenCloseOnExec, Mode);
        if (descriptor < 0)
            throw new AgentException("RUN_DIRECTORY", $"Cannot open \"{path}\": {Errno.Text(Errno.Last)}. Check the run directory.", Errno.Last);
        if (Libc.TryLock(descriptor))
            return new HeldLock(descriptor);
        holder = Libc.LockHolder(descriptor);
        _ = Libc.Close(descriptor);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_descriptor);

    /// <summary>Who has the lock of a file; 0 if nobody has, or there is no such file.</summary>
    internal static int HolderOf(string path)
    {
        var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCloseOnExec, 0);
        if (descriptor < 0)
            return 0;
        var holder = Libc.LockHolder(descriptor);
        _ = Libc.Close(descriptor);
        return holder;
    }
}
