using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Drover.Kernel.Logs;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Leases;
using Drover.Nodes.Presence;
using Drover.Nodes.Reports;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;
using Drover.Storage.Logs;

namespace Drover.Services.Tests.Nodes;

/// <summary>A node that remembers what it was ordered, and reports what the test says.</summary>
internal sealed class FakeNode(string name) : INode, INodeServices, INodeCommands
{
    private readonly Channel<ProcessChange> _changes = Channel.CreateUnbounded<ProcessChange>();
    private readonly Channel<string> _orders = Channel.CreateUnbounded<string>();
    private readonly Dictionary<CommandKey, LevelEnd> _told = [];
    private readonly Channel<long> _acknowledged = Channel.CreateUnbounded<long>();
    private TaskCompletionSource _begunAnew = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _pause = new();
    private TaskCompletionSource _newView = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    /// <summary>What it is: nothing is known, unless a test says something.</summary>
    public INodeFacts Facts { get; set; } = new NoFacts();

    public INodeServices Services => this;

    public INodeCommands Commands => this;

    public INodeTestJobs? TestJobs { get; set; }

    /// <summary>What there is to read; a test that reads sets it before it begins.</summary>
    public ILogs Logs { get; set; } = new LocalLogs([], TimeProvider.System);

    /// <summary>Orders as they came, such as <c>1 (5,0,0) tell g 1</c>.</summary>
    public ChannelReader<string> Orders => _orders.Reader;

    public ChannelReader<long> Acknowledged => _acknowledged.Reader;

    public ReportQueue<ServiceReport> Reports { get; } = new(report => report.Number);

    /// <summary>How the next orders are answered.</summary>
    public NodeRefusal? Refusal { get; set; }

    /// <summary>What the answers to orders wait for.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>What a look at the cltab says is to be confirmed.</summary>
    public string? ToConfirm { get; set; }

    public ServicesView View { get; private set; } = new(0, [], []);

    public void Show(IReadOnlyList<GroupRow> groups, IReadOnlyList<ProcessRow> processes)
    {
        View = new ServicesView(View.Version + 1, groups, processes);
        Interlocked.Exchange(ref _newView, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void BeginAnew() => Interlocked.Exchange(ref _begunAnew, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public void Change(ProcessChange change) => _changes.Writer.TryWrite(change);

    public async Task<ServicesView> ViewAfterAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _newView.Task;
            if (View.Version > version)
                return View;
            await next.WaitAsync(cancellationToken);
        }
    }

    public string? ReportStream { get; set; }

    public Task BegunAnew => _begunAnew.Task;

    public NodePresence Presence { get; set; } = new(true, 0);

    public Task<NodeRefusal?> BeginAsync(NodeCommand command, CommandSpec spec, CancellationToken cancellationToken) =>
        Take(command, $"run {string.Join(' ', spec.Words)}{(spec.User is { } user ? $" as {user}" : "")} for {spec.Time.TotalSeconds} s");

    public Task<NodeRefusal?> EndAsync(NodeCommand command, CommandKey which, string reason, CancellationToken cancellationToken) => Take(command, $"end ({which.Job},{which.Opcode},{which.Step}): {reason}");

    public Task<NodeRefusal?> HaltAsync(NodeCommand command, CancellationToken cancellationToken) => Take(command, "halt");

    /// <summary>How a change of level ends at once; null of those whose end the test reports.</summary>
    public Func<string, string, LevelEnd?>? Ends { get; set; }

    public bool KeepsLeases { get; set; } = true;

    /// <summary>Whether it asks for leases when it is told that they are others.</summary>
    public bool AsksForLeases { get; set; } = true;

    /// <summary>Why it cannot hold leases; null when it can.</summary>
    public string? LeaseProblem { get; set; }

    /// <summary>What it was granted last.</summary>
    public IReadOnlyList<LeaseGrant> Leases { get; private set; } = [];

    public void OnLeasesChanged(ILeaseBook book)
    {
        if (Presence.IsHere && AsksForLeases)
            Leases = book.Grant(name, LeaseProblem);
    }

    public async Task<NodeRefusal?> TellAsync(NodeCommand command, string group, string level, CancellationToken cancellationToken)
    {
        if (await Take(command, $"tell {group} {level}") is { } refusal)
            return refusal;
        var isKnown = _told.TryGetValue(command.Key, out var end);
        if (!isKnown && (end = Ends?.Invoke(group, level)) is not null)
        {
            _told[command.Key] = end;
            ShowGroup(group, level, end);
        }
        if (end is not null)
            Reports.Add(number => new LevelEnded(number, command.Key, end));
        return null;
    }

    /// <summary>A group is at a level, with one process unless that is off.</summary>
    public void ShowGroup(string group, string level, LevelEnd? end = null, int restarts = 0, string? reason = null) => Show(
        [.. View.Groups.Where(row => row.Name != group), new GroupRow(name, group, level, level, "DONE", end?.Word ?? "DONE", end?.Detail ?? reason, 0, 1, level == "off" ? 0 : 1, restarts, [])], []);

    public Task<NodeRefusal?> CancelAsync(NodeCommand command, string group, string reason, CancellationToken cancellationToken) => Take(command, $"cancel {group}: {reason}");

    public Task<NodeRefusal?> ClearBackoffAsync(NodeCommand command, string group, string? tag, CancellationToken cancellationToken) => Take(command, $"clear {group} {tag ?? "-"}");

    public Task<NodeRefusal?> ChangeEntryAsync(NodeCommand command, string group, string tag, EntryChange change, CancellationToken cancellationToken) =>
        Take(command, $"{change} {group} {tag}");

    public Task<NodeRefusal?> SignalEntryAsync(NodeCommand command, string group, string tag, int signal, CancellationToken cancellationToken) =>
        Take(command, $"signal {group} {tag} {signal}");

    public Task<NodeRefusal?> ReloadEntryAsync(NodeCommand command, string group, string tag, CancellationToken cancellationToken) => Take(command, $"reload {group} {tag}");

    public Task<NodeRefusal?> ForeseeAsync(string group, string? tag, EntryOrder order, CancellationToken cancellationToken) => Task.FromResult(Refusal);

    public async Task<CltabReport> TakeCltabAsync(NodeCommand command, CltabTaking how, CancellationToken cancellationToken) =>
        new(["a line"], HasErrors: false, HasChanges: true) { Refusal = await Take(command, $"take {how}") };

    public Task<CltabReport> CheckAsync(string? text, string? path, CancellationToken cancellationToken) =>
        Task.FromResult(new CltabReport([$"checked {text ?? "the file"}"], HasErrors: false, HasChanges: true) { Refusal = Refusal, ToConfirm = ToConfirm });

    private readonly Latest<HeldCltab> _held = new();

    /// <summary>Which versions of the cluster's cltab it was given.</summary>
    public List<ClusterCltab> Given { get; } = [];

    /// <summary>Why it refuses a version of the cluster's cltab at the look; null when it does not.</summary>
    public NodeRefusal? CltabRefusal { get; set; }

    /// <summary>Groups that it has in its own cltab.</summary>
    public IReadOnlyList<string> Overridden { get; set; } = [];

    public HeldCltab? HeldCltab => _held.Value;

    public Task<long> HeldCltabToldAsync(long times, CancellationToken cancellationToken) => _held.AfterAsync(times, cancellationToken);

    public void HoldCltab(ClusterCltab cltab, params string[] overridden) => _held.Tell(new HeldCltab(cltab.Version, cltab.Hash, overridden));

    public Task<CltabReport> CheckClusterCltabAsync(ClusterCltab cltab, CancellationToken cancellationToken) =>
        Task.FromResult(new CltabReport([$"checked {cltab.Name}"], HasErrors: CltabRefusal is not null, HasChanges: true) { Refusal = CltabRefusal, ToConfirm = ToConfirm });

    public async Task<CltabReport> TakeClusterCltabAsync(long term, ClusterCltab cltab, bool isConfirmed, CancellationToken cancellationToken)
    {
        await Hold;
        if (Refusal is null && (ToConfirm is null || isConfirmed))
        {
            Given.Add(cltab);
            HoldCltab(cltab, [.. Overridden]);
            return new CltabReport([], HasErrors: false, HasChanges: true);
        }
        return new CltabReport([], HasErrors: true, HasChanges: false) { Refusal = Refusal ?? new NodeRefusal(NodeRefusalKind.CltabNotTaken, ToConfirm) };
    }

    public Task<GroupPlan> PlanAsync(string group, string level, CancellationToken cancellationToken) => Task.FromResult(new GroupPlan(Refusal, [$"{group} to {level}"]));

    public Task<GroupRow?> FindAsync(string group, CancellationToken cancellationToken) => Task.FromResult(View.Groups.FirstOrDefault(row => row.Name == group));

    public Task<IReadOnlyDictionary<string, ProcessMeasure>> MeasureAsync(IReadOnlyCollection<string> invocations, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, ProcessMeasure>>(invocations.ToDictionary(i => i, i => new ProcessMeasure(i.Length, name.Length)));

    public async Task<IReadOnlyList<ServiceReport>> ReadReportsAsync(long after, CancellationToken cancellationToken)
    {
        var pause = _pause.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pause);
        try
        {
            return await Reports.ReadAsync(after, either.Token);
        }
        catch (OperationCanceledException) when (pause.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>Whoever follows it now hears nothing more; who does from now on does.</summary>
    public void Pause()
    {
        var pause = Interlocked.Exchange(ref _pause, new CancellationTokenSource());
        pause.Cancel();
        pause.Dispose();
    }

    public Task AcknowledgeAsync(long number, CancellationToken cancellationToken)
    {
        Reports.Acknowledge(number);
        _acknowledged.Writer.TryWrite(number);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ProcessChange> ReadChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _pause.Token);
        await foreach (var change in _changes.Reader.ReadAllAsync(either.Token))
            yield return change;
    }

    /// <summary>The node ends.</summary>
    public void End()
    {
        Reports.End();
        _changes.Writer.TryComplete();
    }

    private async Task<NodeRefusal?> Take(NodeCommand command, string what)
    {
        _orders.Writer.TryWrite($"{command.Term} ({command.Key.Job},{command.Key.Opcode},{command.Key.Step}) {what}{(command.Lease > 0 ? $" by {command.Lease}" : "")}");
        await Hold;
        return Refusal;
    }

    private sealed class NoFacts : INodeFacts
    {
        public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult<NodeFigures?>(null);
    }
}
