namespace Drover.Services.Settings;

/// <summary>What extension lines (<c>:::service.TAG.key:value</c>) say about an entry. Each has a default, so that a plain cltab needs none.</summary>
public sealed record EntryOptions
{
    /// <summary>All defaults.</summary>
    public static EntryOptions Default { get; } = new();

    /// <summary>As whom, where and within which limits the process runs. A change needs a restart.</summary>
    public SpawnOptions Spawn { get; init; } = new();

    /// <summary>How it is stopped. A change holds at once.</summary>
    public StopOptions Stop { get; init; } = new();

    /// <summary>How a <c>respawn</c> entry is started again. A change holds at once.</summary>
    public RestartOptions Restart { get; init; } = new();

    /// <summary>How long a <c>wait</c> or <c>test</c> entry may run before it is stopped and has failed; default null: as long as it likes. A change holds at the next start.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The command that a reload runs; default null: the main process gets SIGHUP. A change holds at once.</summary>
    public string? Reload { get; init; }

    /// <summary>Size in bytes to which its captured output is bounded; default 10 MiB. A change holds at once.</summary>
    public long LogSize { get; init; } = 10 * 1024 * 1024;
}
