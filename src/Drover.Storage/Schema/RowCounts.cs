using Drover.Kernel.Journal;

namespace Drover.Storage.Schema;

/// <summary>How many rows a set of tables must have.</summary>
internal readonly record struct RowCounts(long Unfinished, long Finished, long Archived, long Objects)
{
    internal long Jobs(JobPhase phase) => phase switch
    {
        JobPhase.Unfinished => Unfinished,
        JobPhase.Finished => Finished,
        _ => Archived,
    };

    internal RowCounts With(JobPhase phase, long more) => phase switch
    {
        JobPhase.Unfinished => this with { Unfinished = Unfinished + more },
        JobPhase.Finished => this with { Finished = Finished + more },
        _ => this with { Archived = Archived + more },
    };
}
