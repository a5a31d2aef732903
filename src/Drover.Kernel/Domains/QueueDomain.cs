using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Tables;

namespace Drover.Kernel.Domains;

/// <summary>What the kernel itself brings: the queue's own objects and tables.</summary>
internal sealed class QueueDomain : IDomain
{
    public void Describe(DomainBuilder d)
    {
        d.Object(QueueState.Kind);
        d.Object(JobFilter.Kind);
        d.Resource(JobResource.Build());
        d.Resource(JobFilterResource.Build());
        d.Resource(LockResource.Build());
        d.Resource(EventResource.Build());
        d.Periodic("prune tables", TimeSpan.FromMinutes(1), TableUpkeep.PruneAsync);
    }
}
