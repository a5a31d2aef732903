using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Groups;

/// <summary>A resource group at one moment. Only <see cref="GroupMachine.Step"/> makes a new one.</summary>
public sealed record GroupState
{
    /// <summary>The definition in use.</summary>
    public required CltabGroup Definition { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Definition.Name;

    /// <summary>A newer definition that the next tell takes; null if there is none.</summary>
    public CltabGroup? Offered { get; init; }

    /// <summary>Where it stands.</summary>
    public GroupPhase Phase { get; init; }

    /// <summary>The level last begun, as the status file shows it; null before the first.</summary>
    public string? Level { get; init; }

    /// <summary>The level it is at, or on its way to; null before the first tell, after a halt and after a cancel.</summary>
    public string? Target { get; init; }

    /// <summary>Why it is FAILED: the reason of a cancel, or the failed tests; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether its definition is gone from the cltab.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>Its processes by tag: one for each entry, and those of entries that are gone for as long as something of them lives.</summary>
    public ImmutableDictionary<string, ProcessState> Processes { get; init; } =
        ImmutableDictionary<string, ProcessState>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Entries that were stopped by order, and are not started with their level.</summary>
    public ImmutableHashSet<string> Held { get; init; } = ImmutableHashSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>What the current phase waits for.</summary>
    public ImmutableHashSet<string> Pending { get; init; } = ImmutableHashSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Index of the entry whose turn it is in STARTING.</summary>
    internal int Cursor { get; init; }
}
