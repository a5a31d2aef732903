using Drover.ClusterInit.Status;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Services.Nodes;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit;

/// <summary>What Cluster::Init has beside its door: the status file. Described after the services, which it tells of.</summary>
/// <param name="own">The node whose services it tells of.</param>
/// <param name="reports">Tells when something of the services has changed.</param>
/// <param name="clstat">Where the status file is, asked for once the services have started; null for none.</param>
/// <param name="leavesServices">Whether the end of this daemon leaves the services running.</param>
public sealed class ClusterInitDomain(
    INode own, NodeReports reports, Func<ClstatOptions?> clstat, Func<bool> leavesServices, TimeProvider clock, ILoggerFactory loggers) : IDomain
{
    /// <inheritdoc/>
    public void Describe(DomainBuilder d) =>
        d.Controller(new ClstatKeeper(new ServiceStatus(own, reports), clstat, leavesServices, clock, loggers));
}
