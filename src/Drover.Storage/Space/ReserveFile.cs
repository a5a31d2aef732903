using Microsoft.Win32.SafeHandles;

namespace Drover.Storage.Space;

/// <summary>A file of really allocated bytes that is removed when the disk is full, so that running work can still be recorded.</summary>
internal sealed class ReserveFile
{
    private readonly string _path;
    private readonly long _bytes;

    internal ReserveFile(string path, long bytes)
    {
        (_path, _bytes) = (path, bytes);
        var file = new FileInfo(path);
        // A file of another size is left from a crash while it was made, or from another setting.
        if (file.Exists && file.Length != bytes)
            file.Delete();
        else if (file.Exists)
            State = ReserveState.Held;
    }

    internal ReserveState State { get; private set; } = ReserveState.GivenUp;

    /// <summary>True when there was something to give up.</summary>
    internal bool GiveUp()
    {
        if (State == ReserveState.GivenUp)
            return false;
        File.Delete(_path);
        State = ReserveState.GivenUp;
        return true;
    }

    internal void TryAllocate()
    {
        if (State == ReserveState.Held || _bytes <= 0)
            return;
        using (var file = new SafeFileHandle(SystemCalls.OpenOrCreate(_path), ownsHandle: true))
        {
            if (file.IsInvalid)
                return;
            if (SystemCalls.Allocate((int)file.DangerousGetHandle(), _bytes) == 0)
                State = ReserveState.Held;
        }
        if (State == ReserveState.GivenUp)
            File.Delete(_path);
    }
}
