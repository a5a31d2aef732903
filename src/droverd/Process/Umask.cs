using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>The process's file creation mask (<c>umask(2)</c>), set for a while.</summary>
internal sealed partial class Umask : IDisposable
{
    private readonly uint _before;

    private Umask(uint mask) => _before = Set(mask);

    /// <summary>Files made meanwhile belong to their owner alone.</summary>
    public static Umask OwnerOnly() => new(0x3F);

    public void Dispose() => _ = Set(_before);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Set(uint mask);
}
