using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>The process's file creation mask (<c>umask(2)</c>), for good or for a while.</summary>
internal sealed partial class Umask : IDisposable
{
    private readonly uint _before;

    private Umask(uint mask) => _before = Set(mask);

    /// <summary>Files made meanwhile belong to their owner alone.</summary>
    public static Umask OwnerOnly() => new(0x3F);

    /// <summary>From now on what is made may be read by all and written by its owner, whatever the parent had set.</summary>
    public static void SetUsual() => _ = Set(0x12);

    public void Dispose() => _ = Set(_before);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Set(uint mask);
}
