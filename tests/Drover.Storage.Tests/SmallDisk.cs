namespace Drover.Storage.Tests;

/// <summary>A file system of its own that a test may fill. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    internal SmallDisk(string path, string size)
    {
        Path = Directory.CreateDirectory(path).FullName;
        var (exitCode, output) = TestSystem.Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path);
        Assert.SkipUnless(exitCode == 0, $"Mounting a tmpfs is not permitted here (it needs root): {output}");
    }

    internal string Path { get; }

    public void Dispose() => TestSystem.Run("umount", Path);
}
