using System.Collections.Immutable;
using Drover.Nodes;
using Drover.Services.Cltab;
using Drover.Services.Groups;

namespace Drover.Services.Supervision;

/// <summary>A group with what the supervisor keeps beside its state. Only touched on the supervisor's loop.</summary>
internal sealed class SupervisedGroup(GroupState state)
{
    public GroupState State { get; set; } = state;

    /// <summary>When it came to its phase, microseconds since the Unix epoch.</summary>
    public long Since { get; set; }

    /// <summary>What is on record of it; null if nothing is.</summary>
    public GroupNote? Recorded { get; set; }

    /// <summary>The level that it had for its target when the end of the daemon stopped it; null otherwise.</summary>
    public string? Wanted { get; set; }

    /// <summary>The order by which it goes to its level; null if it was by none.</summary>
    public NodeCommand? Order { get; set; }

    /// <summary>Why it was stopped, or not brought to its level, for want of a lease; null otherwise.</summary>
    public string? NoLease { get; set; }

    /// <summary>Errors of its definition in the file.</summary>
    public IReadOnlyList<CltabProblem> Errors { get; set; } = [];

    /// <summary>Runs of its entries that the agent knows, by tag.</summary>
    public ImmutableDictionary<string, SupervisedRun> Runs { get; set; } = ImmutableDictionary<string, SupervisedRun>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Timers of its entries, by tag.</summary>
    public Dictionary<string, ITimer> Timers { get; } = new(StringComparer.Ordinal);

    /// <summary>Events that are still to be taken.</summary>
    public Queue<GroupEvent> Pending { get; } = new();

    /// <summary>Starts that are still to be made, in this order.</summary>
    public List<GroupAction.Start> Starts { get; } = [];

    /// <summary>Whether its events are being taken.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Who waits for its level; null when nobody does.</summary>
    public LevelWaiter? Waiter { get; set; }
}

/// <summary>A start of an entry.</summary>
internal sealed class SupervisedRun(long number, string invocation, string logPath)
{
    public long Number { get; } = number;

    public string Invocation { get; } = invocation;

    public string LogPath { get; } = logPath;

    /// <summary>Ends once the end of the main process is on its way to the group.</summary>
    public TaskCompletionSource ExitTold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether somebody already waits for the last process of its tree.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Whether its tree has been killed.</summary>
    public bool IsKilled { get; set; }
}
