using System.Threading.Channels;
using Drover.Nodes;
using Drover.Nodes.Reports;
using Drover.Nodes.Services;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Google.Protobuf.Collections;
using ClusterCltab = Drover.Nodes.Services.ClusterCltab;
using CltabReport = Drover.Nodes.Services.CltabReport;
using EntryChange = Drover.Nodes.Services.EntryChange;
using GroupPlan = Drover.Nodes.Services.GroupPlan;
using GroupRow = Drover.Nodes.Services.GroupRow;
using HeldCltab = Drover.Nodes.Services.HeldCltab;
using ProcessChange = Drover.Nodes.Services.ProcessChange;
using ReportsDropped = Drover.Nodes.Services.ReportsDropped;

namespace Drover.Fleet.Connections;

/// <summary>The services of a machine, by the connection of its agent.</summary>
internal sealed class RemoteServices(RemoteNode node, FleetOptions options, FleetInstruments instruments) : INodeServices
{
    /// <summary>Changes that wait for whoever reads them; the oldest are left out.</summary>
    private const int MostChanges = 1_000;

    /// <summary>To give something up is not worth waiting for a node that is away.</summary>
    internal static readonly TimeSpan GiveUpPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longest change of a process that is told on; it is kept nowhere, so that nothing depends on it.</summary>
    private const int MostOfChange = 16 << 10;

    private readonly RemoteView _view = new(node.Name, options.RowBytes);
    private readonly KeptBytes _recorded = new(options.RowBytes);
    private readonly UnwrittenReports _unwritten = new(4L * options.MessageBytes);
    private readonly ReportQueue<ServiceReport> _reports = new(report => report.Number);
    private readonly Channel<ProcessChange> _changes = Channel.CreateBounded<ProcessChange>(new BoundedChannelOptions(MostChanges) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Latest<HeldCltab> _held = new();
    private TaskCompletionSource _begunAnew = NewSignal();

    /// <inheritdoc/>
    public ServicesView View => _view.Current;

    /// <inheritdoc/>
    public string? ReportStream => node.Stream;

    /// <inheritdoc/>
    public Task BegunAnew => Volatile.Read(ref _begunAnew).Task;

    /// <inheritdoc/>
    public Task<ServicesView> ViewAfterAsync(long version, CancellationToken cancellationToken) => _view.AfterAsync(version, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> TellAsync(NodeCommand command, string group, string level, CancellationToken cancellationToken) =>
        OrderAsync(command, () => new Call { Tell = new TellGroup { Group = group, Level = level } }, cancellationToken);

    /// <inheritdoc/>
    public async Task<NodeRefusal?> CancelAsync(NodeCommand command, string group, string reason, CancellationToken cancellationToken) =>
        (await node.OrderAsync(() => new Call { Order = command.ToMessage(), Cancel = new CancelGroup { Group = group, Reason = reason } }, GiveUpPatience, cancellationToken)).Outcome.Refusal.ToRefusal();

    /// <inheritdoc/>
    public Task<NodeRefusal?> ClearBackoffAsync(NodeCommand command, string group, string? tag, CancellationToken cancellationToken) => OrderAsync(command, () =>
    {
        var clear = new ClearBackoff { Group = group };
        if (tag is not null)
            clear.Tag = tag;
        return new Call { ClearBackoff = clear };
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> ChangeEntryAsync(NodeCommand command, string group, string tag, EntryChange change, CancellationToken cancellationToken) =>
        OrderAsync(command, () => new Call { ChangeEntry = new ChangeEntry { Group = group, Tag = tag, Change = (int)change } }, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> SignalEntryAsync(NodeCommand command, string group, string tag, int signal, CancellationToken cancellationToken) =>
        OrderAsync(command, () => new Call { SignalEntry = new SignalEntry { Group = group, Tag = tag, Signal = signal } }, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeRefusal?> ReloadEntryAsync(NodeCommand command, string group, string tag, CancellationToken cancellationToken) =>
        OrderAsync(command, () => new Call { ReloadEntry = new ReloadEntry { Group = group, Tag = tag } }, cancellationToken);

    /// <inheritdoc/>
    public async Task<NodeRefusal?> ForeseeAsync(string group, string? tag, EntryOrder order, CancellationToken cancellationToken)
    {
        var foresee = new ForeseeEntry { Group = group, Order = (int)order };
        if (tag is not null)
            foresee.Tag = tag;
        return (await node.AskAsync(new Call { Foresee = foresee }, cancellationToken)).Outcome.Refusal.ToRefusal();
    }

    /// <inheritdoc/>
    public async Task<CltabReport> TakeCltabAsync(NodeCommand command, CltabTaking how, CancellationToken cancellationToken) =>
        (await node.OrderAsync(() => new Call { Order = command.ToMessage(), TakeCltab = new TakeCltab { How = (int)how } }, cancellationToken)).Cltab.ToReport();

    /// <inheritdoc/>
    public async Task<CltabReport> CheckAsync(string? text, string? name, CancellationToken cancellationToken)
    {
        var check = new CheckCltab();
        if (text is not null)
            check.Text = text;
        if (name is not null)
            check.Name = name;
        return (await node.AskAsync(new Call { CheckCltab = check }, cancellationToken)).Cltab.ToReport();
    }

    /// <inheritdoc/>
    public HeldCltab? HeldCltab => _held.Value;

    /// <inheritdoc/>
    public Task<long> HeldCltabToldAsync(long times, CancellationToken cancellationToken) => _held.AfterAsync(times, cancellationToken);

    /// <inheritdoc/>
    public async Task<CltabReport> CheckClusterCltabAsync(ClusterCltab cltab, CancellationToken cancellationToken) =>
        (await node.AskAsync(new Call { CheckClusterCltab = cltab.ToMessage() }, cancellationToken)).Cltab.ToReport();

    /// <inheritdoc/>
    public async Task<CltabReport> TakeClusterCltabAsync(long term, ClusterCltab cltab, bool isConfirmed, CancellationToken cancellationToken) => (await node.AskAsync(new Call
    {
        // Not waited for where the node is away: it gets it when it is back.
        Order = new Order { Term = term },
        TakeClusterCltab = new TakeClusterCltab { Cltab = cltab.ToMessage(), Confirmed = isConfirmed },
    }, cancellationToken)).Cltab.ToReport();

    /// <inheritdoc/>
    public async Task<GroupPlan> PlanAsync(string group, string level, CancellationToken cancellationToken) =>
        (await node.AskAsync(new Call { Plan = new PlanGroup { Group = group, Level = level } }, cancellationToken)).Plan.ToPlan();

    /// <inheritdoc/>
    public async Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken) =>
        (await node.AskAsync(new Call { Find = new FindGroup { Group = group } }, cancellationToken)).Group.Group?.ToRow(node.Name);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, ProcessMeasure>> MeasureAsync(IReadOnlyCollection<string> invocations, CancellationToken cancellationToken)
    {
        var measure = new MeasureProcesses();
        measure.Invocations.AddRange(invocations);
        try
        {
            return (await node.AskAsync(new Call { Measure = measure }, cancellationToken, isLook: true)).Measures.ToMeasures();
        }
        catch (DroverException)
        {
            // Cells without a value say so.
            return new Dictionary<string, ProcessMeasure>();
        }
    }

    /// <inheritdoc/>
    public Task<NodeRefusal?> HaltAsync(NodeCommand command, CancellationToken cancellationToken) => OrderAsync(command, () => new Call { Halt = new Halt() }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ServiceReport>> ReadReportsAsync(long after, CancellationToken cancellationToken) => _reports.ReadAsync(after, cancellationToken);

    /// <inheritdoc/>
    public Task AcknowledgeAsync(long number, CancellationToken cancellationToken)
    {
        _reports.Acknowledge(number);
        _unwritten.Acknowledge(number);
        node.Session?.Acknowledge(number);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProcessChange> ReadChangesAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The agent has connected; whether it has begun anew since it was last heard. It may not have heard before up to which report all is durable, and tells none that is new until it has.</summary>
    public void OnAttached(AgentSession session, bool isAnew)
    {
        if (_reports.Acknowledged is > 0 and var durable)
            session.Acknowledge(durable);
        if (isAnew)
            Interlocked.Exchange(ref _begunAnew, NewSignal()).TrySetResult();
    }

    /// <summary>Rows that are kept of it.</summary>
    public int Rows => _view.Count;

    /// <summary>Waits until what it has reported is durable, but for a part that may be under way.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) => _unwritten.RoomAsync(cancellationToken);

    /// <summary>Something has come that nobody asked for.</summary>
    /// <returns>What there was no room for, and is left out; null when all was taken.</returns>
    public string? OnMessage(AgentMessage message)
    {
        switch (message.KindCase)
        {
            case AgentMessage.KindOneofCase.Reports:
                return Take(message.Reports.Reports_) ? null : "states of groups";
            case AgentMessage.KindOneofCase.Services:
                return _view.Take(message.Services) ? null : "rows of groups and processes";
            case AgentMessage.KindOneofCase.Process when message.CalculateSize() > MostOfChange:
                return "a change of a process";
            case AgentMessage.KindOneofCase.Process:
                _changes.Writer.TryWrite(message.Process.ToChange(node.Name));
                return null;
            case AgentMessage.KindOneofCase.HeldCltab:
                _held.Tell(message.HeldCltab.ToHeld());
                return null;
            default:
                // Of a later release, which says what this one can do without.
                return null;
        }
    }

    /// <returns>Whether there was room for all groups of which something is to be recorded.</returns>
    private bool Take(RepeatedField<Report> told)
    {
        instruments.Reported(told.Count);
        var isAll = true;
        List<ServiceReport> taken = [];
        foreach (var report in told)
        {
            var length = report.CalculateSize();
            var isKept = report.Group is not { } group || IsRecorded(group, length);
            // What is left out is durable too as far as its number goes.
            if ((isKept ? report.ToReport(node.Name) : new ReportsDropped(report.Number, 0)) is { } known)
            {
                taken.Add(known);
                _unwritten.Add(report.Number, length);
            }
            isAll &= isKept;
        }
        _reports.Take(taken);
        return isAll;
    }

    private bool IsRecorded(NodeWire.Protocol.GroupChanged group, int length)
    {
        if (group.Status is not null)
            return _recorded.Keep(group.Group, length);
        _recorded.Forget(group.Group);
        return true;
    }

    /// <summary>Nothing more comes. Who waits for the end of an order gives it again, and learns why it cannot be given.</summary>
    public void End()
    {
        Volatile.Read(ref _begunAnew).TrySetResult();
        _reports.End(dropsKept: true);
        _changes.Writer.TryComplete();
        _view.End();
        _held.End();
    }

    private async Task<NodeRefusal?> OrderAsync(NodeCommand command, Func<Call> call, CancellationToken cancellationToken)
    {
        var answer = await node.OrderAsync(() =>
        {
            var order = call();
            order.Order = command.ToMessage();
            return order;
        }, cancellationToken);
        return answer.Outcome.Refusal.ToRefusal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
