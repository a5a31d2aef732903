namespace Drover.Services.Cltab;

/// <summary>Which file it is, and in what state: whatever is written to it or put in its place gives it another stamp (statx(2)).</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file on it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it was last written to, nanoseconds since the Unix epoch.</param>
/// <param name="Changed">When it or what is known of it was last changed, nanoseconds since the Unix epoch. No program can set it.</param>
public readonly record struct FileStamp(ulong Device, ulong Inode, ulong Length, long Modified, long Changed)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>How long it has stood still; negative where the clock of the file is ahead.</summary>
    public TimeSpan Age(DateTimeOffset now) => now - DateTimeOffset.UnixEpoch.AddTicks(Changed / NanosecondsPerTick);
}
