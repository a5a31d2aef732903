using System.Diagnostics.Metrics;
using Drover.Agent.Commands;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.ClusterCltabs;
using Drover.Services.Commands;
using Drover.Services.History;
using Drover.Services.Levels;
using Drover.Services.Nodes;
using Drover.Services.Placements;
using Drover.Services.Tables;
using Drover.Services.Telling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Services;

/// <summary>Resource groups of processes, brought to run levels and kept there; and commands that are run once.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="reports">Takes what they report.</param>
/// <param name="cltab">Limits of the cluster's cltab; null for the usual ones.</param>
/// <param name="commandLimits">Bounds of commands; null for the usual ones.</param>
/// <param name="commands">What runs commands on the own node; null where nothing does.</param>
/// <param name="logging">Takes lines about what happens; null where nobody does.</param>
/// <param name="leases">Who may run which group of those that are on one node of several; null for a book with the usual times.</param>
/// <param name="meters">Makes the meter of placements; null where nobody listens.</param>
public sealed class ServicesDomain(
    INodes nodes, NodeReports reports, ClusterCltabOptions? cltab = null, CommandLimits? commandLimits = null, CommandRunner? commands = null, ILoggerFactory? logging = null,
    LeaseBook? leases = null, IMeterFactory? meters = null) : IDomain
{
    internal const string LockLevel = "service-group";
    internal const string CltabLevel = "cltab";
    internal const string PlacementLevel = "placement";
    internal const string ProcessChanged = "process-changed";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(ServiceGroupRecord.Kind);
        d.Object(ReportMark.Kind);
        d.Object(CltabVersion.Kind);
        d.Object(CltabRollout.Kind);
        d.LockLevel(CltabLevel, 55, (_, _) => "cltab of the cluster");
        d.Object(Placement.Kind);
        d.Object(LeaseNumbers.Kind);
        d.LockLevel(PlacementLevel, 58, (_, group) => $"placement of group '{group}'");
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
        d.Operation(new RunCommand(nodes, reports.CommandWaits, commandLimits ?? new()));

        var (spreader, limits) = (new CltabSpreader(nodes, logging), cltab ?? new ClusterCltabOptions());
        d.Operation(new SetCltab(nodes, spreader, limits));
        d.Operation(new EndCanary(nodes, spreader, limits, isTaken: true));
        d.Operation(new EndCanary(nodes, spreader, limits, isTaken: false));
        d.Resource(CltabVersionResource.Build(nodes));
        d.Resource(NodeCltabResource.Build(nodes, spreader));

        var keeper = Keeper(spreader, out var room);
        d.Operation(new PlaceGroup(room, reports.Waits, new Fence(nodes, reports.CommandWaits, room.Options), keeper.Look));
        d.Resource(PlacementResource.Build(room));

        d.Resource(ServiceGroupResource.Build(nodes));
        d.Resource(ProcessResource.Build(nodes));

        d.Table(PastProcess.Table);
        d.Resource(ProcessHistoryResource.Build());

        d.Signal(ProcessChanged, "A supervised process has changed its state",
            Disclosure.Everyone("node", "group", "tag", "state", "pid", "run", "restarts", "last_exit").Operators("error"));

        // Before the own node asks for its leases.
        d.Controller(room.Book);
        d.Controller(reports);
        d.Controller(spreader);
        d.Controller(keeper);
        if (commands is not null)
            d.Controller(new OwnCommands(commands));
    }

    private PlacementKeeper Keeper(CltabSpreader spreader, out PlacementRoom room)
    {
        var book = leases ?? new LeaseBook(new PlacementOptions());
        room = new PlacementRoom(nodes, book, new Absences(nodes), new PlacementInstruments(meters, () => book.States), (logging ?? NullLoggerFactory.Instance).CreateLogger(PlacementLog.Category));
        return new PlacementKeeper(room, reports, spreader);
    }
}
