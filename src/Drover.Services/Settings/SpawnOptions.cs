namespace Drover.Services.Settings;

/// <summary>The surroundings of a process. A change of any of them comes into force only by a restart.</summary>
public sealed record SpawnOptions
{
    /// <summary>Name or number of the user; default null: the daemon's.</summary>
    public string? User { get; init; }

    /// <summary>Name or number of the group; default null: the user's own, or the daemon's if no user is set.</summary>
    public string? Group { get; init; }

    /// <summary>Absolute working directory; default null: the daemon's.</summary>
    public string? Directory { get; init; }

    /// <summary>Absolute path of a file of <c>NAME=value</c> lines added to the environment, after a <c>-</c> if it may be missing; default null: none.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>Variables added to the environment, as <see cref="EnvironmentWords"/> reads them; default null: none.</summary>
    public string? Environment { get; init; }

    /// <summary>Permissions that new files do not get (umask(2)); default null: 022.</summary>
    public int? Umask { get; init; }

    /// <summary>Nice value, -20 to 19; default null: 0.</summary>
    public int? Nice { get; init; }

    /// <summary>Whether it is up when it runs, or when it says so; default <see cref="Readiness.None"/>.</summary>
    public Readiness Ready { get; init; } = Readiness.None;

    /// <summary>How long readiness is waited for before the level goes on without it; default 90 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether it gets a cgroup of its own where the machine has a writable cgroup v2; default true.</summary>
    public bool Cgroup { get; init; } = true;

    /// <summary>Its resource limits; default none beyond the daemon's own at its start.</summary>
    public ResourceLimits Limits { get; init; } = new();
}
