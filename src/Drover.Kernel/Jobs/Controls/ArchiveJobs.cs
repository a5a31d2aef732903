using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>Moves finished jobs out of the listing. Answers how many of them were.</summary>
public sealed class ArchiveJobs(IReadOnlyList<long> ids) : Command<int>
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) =>
        ids.Select(id => Permission.ToJob(AccessAction.Control, id, state));

    /// <inheritdoc/>
    protected internal override int Decide(Decision decision)
    {
        var final = ids.Distinct().Where(id => decision.State.Jobs.GetValueOrDefault(id) is FinishedJob).ToImmutableArray();
        if (!final.IsEmpty)
            decision.Emit(new JobsArchived(final));
        return final.Length;
    }
}
