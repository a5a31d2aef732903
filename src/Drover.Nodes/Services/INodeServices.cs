namespace Drover.Nodes.Services;

/// <summary>
/// The services of a machine: groups of processes that its cltab names, brought to levels and kept there, also while no master looks. What changes
/// something is an order with a key; what only looks changes nothing.
/// </summary>
public interface INodeServices
{
    /// <summary>All groups and processes of one moment, the last that is known here.</summary>
    ServicesView View { get; }

    /// <summary>The next view after one of a number; waits until there is one.</summary>
    Task<ServicesView> ViewAfterAsync(long version, CancellationToken cancellationToken);

    /// <summary>Begins to bring a group to a level, by the cltab as it is now. The end is reported as <see cref="LevelEnded"/> with the key of the order.</summary>
    /// <returns>Null when it has begun.</returns>
    Task<NodeRefusal?> TellAsync(NodeCommand command, string group, string level, CancellationToken cancellationToken);

    /// <summary>Gives up a change of level: processes stay as they are, the group is FAILED with the reason. Of a group that goes to no level nothing is changed.</summary>
    Task<NodeRefusal?> CancelAsync(NodeCommand command, string group, string reason, CancellationToken cancellationToken);

    /// <summary>Forgets the quick deaths of an entry, or of all of a group when the tag is null, and starts what pauses.</summary>
    Task<NodeRefusal?> ClearBackoffAsync(NodeCommand command, string group, string? tag, CancellationToken cancellationToken);

    /// <summary>Begins to start, stop or restart one entry of a group that is at a level. The end is reported as <see cref="LevelEnded"/> with the key of the order.</summary>
    /// <returns>Null when it has begun.</returns>
    Task<NodeRefusal?> ChangeEntryAsync(NodeCommand command, string group, string tag, EntryChange change, CancellationToken cancellationToken);

    /// <summary>Sends a signal to all processes of an entry that runs.</summary>
    /// <param name="signal">Its number, as in signal(7).</param>
    Task<NodeRefusal?> SignalEntryAsync(NodeCommand command, string group, string tag, int signal, CancellationToken cancellationToken);

    /// <summary>Has an entry that runs read its configuration again: by the command that it names for that, or by SIGHUP to its main process.</summary>
    Task<NodeRefusal?> ReloadEntryAsync(NodeCommand command, string group, string tag, CancellationToken cancellationToken);

    /// <summary>What an order about an entry would be refused for as things are; null when it would be carried out. Nothing is changed.</summary>
    /// <param name="tag">The entry; null for all of the group where the order can be about all.</param>
    Task<NodeRefusal?> ForeseeAsync(string group, string? tag, EntryOrder order, CancellationToken cancellationToken);

    /// <summary>Reads the cltab again and applies the difference to groups at their levels.</summary>
    Task<CltabReport> TakeCltabAsync(NodeCommand command, CltabTaking how, CancellationToken cancellationToken);

    /// <summary>Looks at a cltab without taking it: a text, or the machine's own file when the text is null.</summary>
    /// <param name="text">The cltab.</param>
    /// <param name="name">What messages call it; null for the usual name.</param>
    Task<CltabReport> CheckAsync(string? text, string? name, CancellationToken cancellationToken);

    /// <summary>Which version of the cluster's cltab it has, as it told last; null before it has told.</summary>
    HeldCltab? HeldCltab { get; }

    /// <summary>Waits until it has told oftener than so many times which version it has, be it the same: it does at each connection. How often it has by then.</summary>
    Task<long> HeldCltabToldAsync(long times, CancellationToken cancellationToken);

    /// <summary>Looks at a version of the cluster's cltab without taking it: what is wrong with it, and what it would do beside the node's own.</summary>
    Task<CltabReport> CheckClusterCltabAsync(ClusterCltab cltab, CancellationToken cancellationToken);

    /// <summary>Takes a version of the cluster's cltab, keeps it for a start without a master, and applies the difference. It is the whole of it, so that taking it again changes nothing.</summary>
    /// <param name="term">Term of the master. One that is earlier than the node has heard from is refused.</param>
    /// <param name="cltab">The version; <see cref="ClusterCltab.None"/> to have none.</param>
    /// <param name="isConfirmed">Whether it is taken whatever it stops.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    Task<CltabReport> TakeClusterCltabAsync(long term, ClusterCltab cltab, bool isConfirmed, CancellationToken cancellationToken);

    /// <summary>What a tell would do by the cltab as it is now, a line a step. Nothing of the cltab is taken.</summary>
    Task<GroupPlan> PlanAsync(string group, string level, CancellationToken cancellationToken);

    /// <summary>A group as a tell would find it by the cltab as it is now; null when there is none. Nothing of the cltab is taken.</summary>
    Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken);

    /// <summary>Figures of main processes by the names of their invocations; those that have ended are left out.</summary>
    Task<IReadOnlyDictionary<string, ProcessMeasure>> MeasureAsync(IReadOnlyCollection<string> invocations, CancellationToken cancellationToken);

    /// <summary>Ends when the node has begun anew without knowing its orders: those whose end is awaited are to be given again. Another task each time.</summary>
    Task BegunAnew { get; }

    /// <summary>Stops all groups, as the end of the machine would. Which levels they had is forgotten.</summary>
    Task<NodeRefusal?> HaltAsync(NodeCommand command, CancellationToken cancellationToken);

    /// <summary>Under which name the numbers of reports rise: another name, other numbers. Null when they begin anew with this process.</summary>
    string? ReportStream { get; }

    /// <summary>Reports with numbers above <paramref name="after"/>, in order; waits until there is one. None when the node has ended.
    /// They are kept, and told again, until they are acknowledged. Of several states of one group only the last may be kept.</summary>
    Task<IReadOnlyList<ServiceReport>> ReadReportsAsync(long after, CancellationToken cancellationToken);

    /// <summary>Reports up to a number are dealt with and need not be kept.</summary>
    Task AcknowledgeAsync(long number, CancellationToken cancellationToken);

    /// <summary>Changes of processes from now on. Not kept: who reads too slowly misses the oldest.</summary>
    IAsyncEnumerable<ProcessChange> ReadChangesAsync(CancellationToken cancellationToken);
}
