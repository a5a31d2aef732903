using System.Collections.Immutable;
using System.Threading.Channels;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

/// <summary>What others see of it.</summary>
public sealed partial class Supervisor
{
    private const int MostChanges = 4_096;

    private readonly Channel<ProcessChange> _changes = Channel.CreateBounded<ProcessChange>(
        new BoundedChannelOptions(MostChanges) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private ImmutableDictionary<string, GroupSnapshot> _published = ImmutableDictionary<string, GroupSnapshot>.Empty;
    private long _version;
    private TaskCompletionSource _nextView = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public ServicesView View
    {
        get
        {
            var version = Volatile.Read(ref _version);
            var groups = Volatile.Read(ref _published);
            var wall = Timestamp.From(_clock).Microseconds;
            var now = Now;
            var rows = groups.Values.OrderBy(g => g.State.Name, StringComparer.Ordinal).Select(Row).ToList();
            rows.AddRange(RefusedBeside(groups).Select(RefusedRow));
            return new ServicesView(version, rows,
                [.. groups.Values.SelectMany(g => g.State.Processes.Values.Select(p => Row(g, p, wall, now))).OrderBy(p => p.Name, StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public async Task<ServicesView> ViewAfterAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that no change falls between the two.
            var next = Volatile.Read(ref _nextView).Task;
            if (Volatile.Read(ref _version) > version)
                return View;
            await next.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public string? ReportStream => null;

    /// <summary>Never: who has given it orders ends with it.</summary>
    public Task BegunAnew { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ServiceReport>> ReadReportsAsync(long after, CancellationToken cancellationToken) => _reports.ReadAsync(after, cancellationToken);

    /// <inheritdoc/>
    public Task AcknowledgeAsync(long number, CancellationToken cancellationToken)
    {
        _reports.Acknowledge(number);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ProcessChange> ReadChangesAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ProcessMeasure>> MeasureAsync(IReadOnlyCollection<string> invocations, CancellationToken cancellationToken)
    {
        var measures = new Dictionary<string, ProcessMeasure>(StringComparer.Ordinal);
        foreach (var invocation in invocations)
            if (_agent?.Figures(invocation) is { } figures)
                measures[invocation] = new ProcessMeasure(figures.CpuTime.TotalSeconds, figures.ResidentBytes >> 20);
        return Task.FromResult<IReadOnlyDictionary<string, ProcessMeasure>>(measures);
    }

    private void Publish(SupervisedGroup group)
    {
        // What comes late of a group that is gone must not hide the one that has its name now.
        Volatile.Write(ref _published, _groups.TryGetValue(group.State.Name, out var known)
            ? _published.SetItem(group.State.Name, Snapshot(known))
            : _published.Remove(group.State.Name));
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _nextView, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static GroupSnapshot Snapshot(SupervisedGroup group) => new(group.State, group.Since, group.Errors, group.Runs, group.NoLease);

    private GroupRow Row(GroupSnapshot snapshot)
    {
        var state = snapshot.State;
        var word = GroupView.Word(state);
        return new GroupRow(
            Node, state.Name, state.Level, state.Target, state.Phase.Word(), word,
            state.Reason ?? snapshot.NoLease ?? (word == "DEGRADED" ? string.Join("; ", GroupView.Degraded(state)) : null), snapshot.Since,
            state.Definition.Entries.Length, state.Processes.Values.Count(p => p.MainLives), state.Processes.Values.Sum(p => p.Restarts),
            [.. snapshot.Errors.Select(Describe)])
        { Levels = [.. state.Definition.Entries.SelectMany(e => e.Levels.Names).Distinct(StringComparer.Ordinal).Order(NiceSort.Comparer)] };
    }

    /// <summary>Groups that have errors in the cltab and no older form that is in force.</summary>
    private IEnumerable<GroupInForce> RefusedBeside(ImmutableDictionary<string, GroupSnapshot> groups) =>
        _inForce.Groups.Where(g => g.IsRefused && !groups.ContainsKey(g.Name));

    private int RefusedGroups() => RefusedBeside(Volatile.Read(ref _published)).Count();

    private GroupRow RefusedRow(GroupInForce refused) =>
        new(Node, refused.Name, null, null, "CONFIGURED", "REFUSED", refused.Errors[0].Text, 0, 0, 0, 0, [.. refused.Errors.Select(Describe)]) { DuplicateTag = refused.Errors[0].DuplicateTag };

    private ProcessRow Row(GroupSnapshot snapshot, ProcessState process, long wall, TimeSpan now)
    {
        var known = snapshot.Runs.TryGetValue(process.Tag, out var run);
        return new ProcessRow(
            Node, snapshot.State.Name, process.Tag, process.Entry.Mode.Word(), process.Phase.Word(),
            process.MainLives ? process.Pid : 0, process.Level, process.Restarts, process.LastExit?.ToString(), process.Error,
            process.Run > 0 ? Wall(process.StartedAt) : 0,
            process.PausedUntil is { } until ? Wall(until) : null,
            process.Entry.Command.Text, known ? run!.LogPath : LogPath(process.Entry), known ? run!.Invocation : null)
        {
            Limits = known && process.Entry.Options.Spawn.Limits.HasTreeLimits ? _agent?.Find(run!.Invocation)?.Limits : null,
        };

        long Wall(TimeSpan moment) => wall + (long)(moment - now).TotalMicroseconds;
    }

    /// <summary>Tells those who listen that a process has changed its state.</summary>
    /// <param name="group">The group after the step.</param>
    /// <param name="report">A change on the way there.</param>
    private void TellChange(GroupState group, GroupAction.ReportProcess report)
    {
        // An entry that is out of the cltab is forgotten in the step in which its process ends.
        var process = group.Processes.GetValueOrDefault(report.Tag);
        // A state that the same step has left again was never there for anybody to see.
        if (process is not null && process.Phase != report.Phase)
            return;
        _changes.Writer.TryWrite(new ProcessChange(
            new ProcessKey(Node, group.Name, report.Tag), report.Phase.Word(), process is { MainLives: true, Pid: > 0 } ? process.Pid : null,
            process is { Run: > 0 } ? process.Run : null, process?.Restarts, process?.LastExit?.ToString(), process?.Error));
    }
}
