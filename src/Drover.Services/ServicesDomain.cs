using Drover.Agent.Commands;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Commands;
using Drover.Services.History;
using Drover.Services.Levels;
using Drover.Services.Nodes;
using Drover.Services.Tables;

namespace Drover.Services;

/// <summary>Resource groups of processes, brought to run levels and kept there; and commands that are run once.</summary>
/// <param name="nodes">The machines.</param>
/// <param name="reports">Takes what they report.</param>
/// <param name="limits">Bounds of commands; null for the usual ones.</param>
/// <param name="commands">What runs commands on the own node; null where nothing does.</param>
public sealed class ServicesDomain(INodes nodes, NodeReports reports, CommandLimits? limits = null, CommandRunner? commands = null) : IDomain
{
    internal const string LockLevel = "service-group";
    internal const string ProcessChanged = "process-changed";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(ServiceGroupRecord.Kind);
        d.Object(ReportMark.Kind);
        d.LockLevel(LockLevel, 60, (_, key) => $"service group '{key}'");

        d.Operation(new SetGroupLevel(nodes, reports.Waits));
        d.Operation(new SetLevelOnNodes(nodes, reports.Waits));
        d.Operation(new RereadCltab(nodes));
        d.Operation(new CheckCltab(nodes));
        d.Operation(new ClearBackoff(nodes));
        d.Operation(new ChangeEntry(nodes, reports.Waits, "OP_SERVICE_START", EntryChange.Start));
        d.Operation(new ChangeEntry(nodes, reports.Waits, "OP_SERVICE_STOP", EntryChange.Stop));
        d.Operation(new ChangeEntry(nodes, reports.Waits, "OP_SERVICE_RESTART", EntryChange.Restart));
        d.Operation(new SignalEntry(nodes));
        d.Operation(new ReloadEntry(nodes));
        d.Operation(new RunCommand(nodes, reports.CommandWaits, limits ?? new()));

        d.Resource(ServiceGroupResource.Build(nodes));
        d.Resource(ProcessResource.Build(nodes));

        d.Table(PastProcess.Table);
        d.Resource(ProcessHistoryResource.Build());

        d.Signal(ProcessChanged, "A supervised process has changed its state",
            Disclosure.Everyone("node", "group", "tag", "state", "pid", "run", "restarts", "last_exit").Operators("error"));

        d.Controller(reports);
        if (commands is not null)
            d.Controller(new OwnCommands(commands));
    }
}
