using Drover.Storage.Faults;

namespace Drover.Storage;

/// <summary>Where and how the store keeps its files.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The state directory; made with mode 0700 when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Free bytes of the file system below which <see cref="Kernel.Journal.StoreHealth.LowSpace"/> is reported; default 64 MiB.</summary>
    public long LowWater { get; init; } = 64L << 20;

    /// <summary>Size of the reserve file in bytes, given up when the disk is full; 0 keeps none; default 16 MiB.</summary>
    public long ReserveBytes { get; init; } = 16L << 20;

    /// <summary>Whether the head file is written and believed; default true.</summary>
    public bool HeadFile { get; init; } = true;

    /// <summary>How many records at the end of the journal are verified when the store opens; default 1,000.</summary>
    public int VerifyLastRecords { get; init; } = 1_000;

    /// <summary>Size of the write-ahead log in bytes at which a commit moves it into the database; default 64 MiB.</summary>
    public long CheckpointAt { get; init; } = 64L << 20;

    /// <summary>Read connections kept open for reuse; default 8. More readers than that at once are served too.</summary>
    public int PooledReaders { get; init; } = 8;

    /// <summary>What tells this machine from others; a directory that another one wrote is refused. Default null: it is not looked at.</summary>
    public string? Machine { get; init; }

    /// <summary>Whether a directory of another machine is taken over; default false.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Called when the disk did not confirm a write. It must not return; default <see cref="Environment.FailFast(string)"/>.</summary>
    public Action<string> OnFatal { get; init; } = Environment.FailFast;

    /// <summary>Fault points for tests; default none.</summary>
    public IStoreFaults? Faults { get; init; }

    /// <summary>For tests: most pages of 4 KiB that the database may have. Giving up the reserve raises it by the reserve's size.</summary>
    public long? PageLimit { get; init; }

    /// <summary>For tests: free bytes in place of what the file system says.</summary>
    public Func<long>? FreeBytes { get; init; }

    internal string Database => Path.Combine(Directory, "store.db");
    internal string WriteAheadLog => Path.Combine(Directory, "store.db-wal");
    internal string Head => Path.Combine(Directory, "head");
    internal string Reserve => Path.Combine(Directory, "reserve");
}
