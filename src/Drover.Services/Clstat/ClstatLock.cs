namespace Drover.Services.Clstat;

/// <summary>Says which daemon keeps a status file: an empty file beside it, which that daemon holds locked (flock(2)) for as long as it lives.
/// The file stays: two that remove and make it by turns could both believe that they hold it.</summary>
internal sealed class ClstatLock(string path) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? _held;

    public bool IsHeld => _held is not null;

    /// <summary>Takes it, if it is not held already. What somebody removed is made again.</summary>
    /// <exception cref="IOException">Another daemon holds it, or it cannot be made.</exception>
    public void Take()
    {
        if (IsHeld && File.Exists(path))
            return;
        try
        {
            var taken = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
            Dispose();
            _held = taken;
        }
        catch (IOException error) when (File.Exists(path))
        {
            // Without it the file is another daemon's.
            Dispose();
            throw new IOException($"another daemon keeps it ({path} is locked). Each has one of its own: stop that daemon, or name another place.", error);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
