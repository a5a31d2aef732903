using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Shares;

/// <summary>File systems of their own, of the kinds that trees lie on: what happens on them is what the tests do.</summary>
public sealed class ScratchMounts : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _mounts = [];
    private readonly string _top = Directory.CreateTempSubdirectory("drover-mounts-").FullName;

    /// <summary>Where one is mounted; skips the test where that is not allowed.</summary>
    public string At(string kind)
    {
        Assert.SkipWhen(_mounts[kind] is null, $"Mounting {kind} is not allowed here.");
        return _mounts[kind]!;
    }

    public async ValueTask InitializeAsync()
    {
        await MountAsync("tmpfs", "-t", "tmpfs", "-o", "size=200m", "tmpfs");
        var image = Path.Combine(_top, "image");
        await using (var file = File.Create(image))
            file.SetLength(200 << 20);
        if ((await ScratchTree.RunAsync("mkfs.ext4", "-q", image)).Code == 0)
            await MountAsync("ext4", "-o", "loop", image);
        else
            _mounts["ext4"] = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var mount in _mounts.Values.OfType<string>())
            await ScratchTree.RunAsync("umount", mount);
        Directory.Delete(_top, recursive: true);
    }

    private async Task MountAsync(string kind, params string[] arguments)
    {
        var place = Directory.CreateDirectory(Path.Combine(_top, kind)).FullName;
        _mounts[kind] = (await ScratchTree.RunAsync("mount", [.. arguments, place])).Code == 0 ? place : null;
    }
}
