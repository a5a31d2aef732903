using Drover.Nodes.Services;
using Drover.NodeAgent.Orders;
using Drover.NodeWire.Translation;

namespace Drover.NodeAgent.Reports;

/// <summary>Takes what the services of this node report, whether or not a master hears it: into the memory of groups, the log of orders, and the spool.</summary>
/// <param name="services">The services.</param>
/// <param name="groups">Where groups stood last.</param>
/// <param name="orders">What was ordered, and how it ended.</param>
/// <param name="spool">Where reports wait for a master.</param>
internal sealed class ReportPump(INodeServices services, GroupMemory groups, OrderLog orders, ReportSpool spool)
{
    /// <summary>Runs until the services have ended.</summary>
    public async Task RunAsync()
    {
        var taken = 0L;
        while (await services.ReadReportsAsync(taken, CancellationToken.None) is { Count: > 0 } reports)
        {
            foreach (var report in reports)
            {
                if (report is GroupChanged changed)
                    groups.Take(changed);
                else if (report is LevelEnded ended)
                    orders.End(ended.Command, ended.End);
                spool.Add(report.ToMessage());
            }
            taken = reports[^1].Number;
            await services.AcknowledgeAsync(taken, CancellationToken.None);
        }
    }
}
