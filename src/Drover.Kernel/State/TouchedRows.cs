using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Tables;

namespace Drover.Kernel.State;

/// <summary>Which jobs and objects some events change.</summary>
internal sealed class TouchedRows
{
    public SortedSet<long> Jobs { get; } = [];

    public SortedSet<(string Kind, string Key)> Objects { get; } = [];

    /// <summary>Lists of jobs that were archived, one an event.</summary>
    public List<IReadOnlyList<long>> Archived { get; } = [];

    /// <summary>What is written to and removed from tables that live in the store only, in order.</summary>
    public List<RowChange> Tables { get; } = [];

    public void Add(Event happening)
    {
        switch (happening)
        {
            case ObjectStored e: Objects.Add((e.Kind, e.Key)); break;
            case ObjectRemoved e: Objects.Add((e.Kind, e.Key)); break;
            case JobSubmitted e:
                Jobs.Add(e.Id);
                Objects.Add((QueueState.Kind.Name, QueueState.Key));
                break;
            case JobIdsSkipped: Objects.Add((QueueState.Kind.Name, QueueState.Key)); break;
            case OpcodeWaiting e: Jobs.Add(e.Id); break;
            case OpcodeStarted e: Jobs.Add(e.Id); break;
            case OpcodeProgressed e: Jobs.Add(e.Id); break;
            case OpcodeEnded e: Jobs.Add(e.Id); break;
            case LocksNarrowed e: Jobs.Add(e.Id); break;
            case OpcodePrepared or LocksReconsidered or LocksAbandoned or AbandonedLocksFreed or JobHeld or JobReleased or PoolLimited or LockClosed or LockOpened: break;
            case JobCanceling e: Jobs.Add(e.Id); break;
            case JobCanceled e: Jobs.Add(e.Id); break;
            case JobCancelRequested e: Jobs.Add(e.Id); break;
            case JobPriorityChanged e: Jobs.Add(e.Id); break;
            case JobsRecovered e:
                Jobs.UnionWith(e.Requeued);
                Jobs.UnionWith(e.Failed);
                Jobs.UnionWith(e.Canceled);
                Jobs.UnionWith(e.Lost.OrEmpty().Select(lost => lost.Id));
                break;
            case JobsArchived e: Archived.Add(e.Ids); break;
            case RowsWritten e: Tables.AddRange(e.Rows.Select(row => new TableRow(e.Table, row.Key, row.Index, e.Version, row.Value.Utf8))); break;
            case RowsRemoved e: Tables.Add(new TableCut(e.Table, e.Index, e.Through)); break;
            default: throw new InvalidOperationException($"There is no row for {happening.GetType().Name}.");
        }
    }
}
