using Drover.Services.Cltab;
using Drover.Services.Groups;

namespace Drover.Services.Supervision;

/// <summary>A group with what the supervisor keeps beside its state. Only touched on the supervisor's loop.</summary>
internal sealed class SupervisedGroup(GroupState state)
{
    public GroupState State { get; set; } = state;

    /// <summary>When it came to its phase, microseconds since the Unix epoch.</summary>
    public long Since { get; set; }

    /// <summary>Errors of its definition in the file.</summary>
    public IReadOnlyList<CltabProblem> Errors { get; set; } = [];

    /// <summary>Runs of its entries that the agent knows, by tag.</summary>
    public Dictionary<string, SupervisedRun> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Timers of its entries, by tag.</summary>
    public Dictionary<string, ITimer> Timers { get; } = new(StringComparer.Ordinal);

    /// <summary>Events that are to be taken after the current one.</summary>
    public Queue<GroupEvent> Pending { get; } = new();

    /// <summary>The job that waits for its level; null when none does.</summary>
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
}

/// <summary>Somebody who waits for a group to reach a level.</summary>
internal sealed class LevelWaiter(string level, Action<string> log)
{
    public string Level { get; } = level;

    public Action<string> Log { get; } = log;

    public TaskCompletionSource<GroupEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
