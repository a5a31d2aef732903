using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Services.Clstat;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit;

/// <summary>What Cluster::Init has beside its door: the status files. Described after the services, which it tells of.</summary>
/// <param name="own">The node whose services it tells of.</param>
/// <param name="clstat">Where each status file is, asked for once the services have started.</param>
/// <param name="leavesServices">Whether the end of this daemon leaves the services running.</param>
public sealed class ClusterInitDomain(
    INode own, Func<IReadOnlyList<ClstatOptions>> clstat, Func<bool> leavesServices, TimeProvider clock, ILoggerFactory loggers) : IDomain
{
    /// <inheritdoc/>
    public void Describe(DomainBuilder d) =>
        d.Controller(new ClstatKeeper(own.Services, clstat, leavesServices, clock, loggers));
}
