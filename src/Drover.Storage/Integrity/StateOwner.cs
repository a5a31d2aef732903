using Drover.Kernel.Journal;

namespace Drover.Storage.Integrity;

/// <summary>Whose a state directory is. What others can write decides what the daemon does with its rights, so only the daemon's own will do.</summary>
internal static class StateOwner
{
    /// <summary>Refuses a directory that belongs to another user or that others may write to.</summary>
    /// <exception cref="StoreException">STATE_FOREIGN.</exception>
    internal static void Check(string directory)
    {
        if (FileStatus.Of(directory) is not { } status)
            return;
        var own = SystemCalls.EffectiveUser();
        if (status.Owner != own)
            throw StoreErrors.ForeignOwner(directory, status.Owner, own);
        if ((status.Mode & FileStatus.OthersMayWrite) != 0)
            throw StoreErrors.OpenToOthers(directory, status.Mode & 0xFFF);
    }
}
