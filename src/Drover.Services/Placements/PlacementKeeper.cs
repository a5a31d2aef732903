using System.Text.Json;
using System.Threading.Channels;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Opcodes;
using Drover.Services.Cltab;
using Drover.Services.ClusterCltabs;
using Drover.Services.Nodes;
using Drover.Services.Telling;

namespace Drover.Services.Placements;

/// <summary>Sees to it that each group that is to be on one node of several is there: looks whenever a node comes or goes, shows something else, has taken a cltab, or a job has ended, and
/// has a job do what is to be done.</summary>
/// <param name="room">What is known of placements.</param>
/// <param name="reports">Tells when services have changed.</param>
/// <param name="spreader">Tells when a node has been given a cltab.</param>
internal sealed class PlacementKeeper(PlacementRoom room, NodeReports reports, CltabSpreader spreader) : IController, IDisposable
{
    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Dictionary<string, KeptGroup> _groups = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private IKernel _kernel = null!;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private volatile bool _hasGroups;
    private volatile bool _somebodyCame;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        room.Absences.Clock = kernel.Clock;
        _timer = kernel.Clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        room.Nodes.Added += OnNode;
        room.Nodes.Removed += OnNode;
        room.Nodes.PresenceChanged += OnNode;
        room.Book.Told += OnCame;
        spreader.Brought += OnCame;
        reports.Changed += OnChanged;
        _loop = LookAlwaysAsync();
        Look();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        room.Nodes.Added -= OnNode;
        room.Nodes.Removed -= OnNode;
        room.Nodes.PresenceChanged -= OnNode;
        room.Book.Told -= OnCame;
        spreader.Brought -= OnCame;
        reports.Changed -= OnChanged;
        await _stop.CancelAsync();
        await _loop;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Something may have changed.</summary>
    internal void Look() => _looks.Writer.TryWrite(true);

    private void OnNode(object? sender, NodeEventArgs node)
    {
        room.Absences.OnChanged(node.Node.Name);
        OnCame(sender, EventArgs.Empty);
    }

    private void OnCame(object? sender, EventArgs e)
    {
        _somebodyCame = true;
        Look();
    }

    private void OnChanged(object? sender, EventArgs e)
    {
        // Services of nodes change all the time.
        if (_hasGroups)
            Look();
    }

    private async Task LookAlwaysAsync()
    {
        try
        {
            while (await _looks.Reader.WaitToReadAsync(_stop.Token))
            {
                _looks.Reader.TryRead(out _);
                await LookOnceAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private async Task LookOnceAsync()
    {
        TimeSpan? next;
        try
        {
            next = await LookAtAllAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            PlacementLog.Broken(room.Log, e);
            next = s_afterFault;
        }
        _timer!.Change(next ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <returns>In how much time to look again, whatever happens.</returns>
    private async Task<TimeSpan?> LookAtAllAsync()
    {
        var cameSomebody = _somebodyCame;
        _somebodyCame = false;
        var state = _kernel.State;
        var wanted = FailoverGroups.Of(state);
        var groups = wanted.Keys.Union(state.Objects.All(Placement.Kind).Select(placement => placement.Group), StringComparer.Ordinal).ToList();
        _hasGroups = groups.Count > 0;
        foreach (var gone in _groups.Keys.Except(groups, StringComparer.Ordinal).ToList())
            _groups.Remove(gone);
        TimeSpan? next = null;
        foreach (var group in groups)
        {
            if (!_groups.TryGetValue(group, out var kept))
                _groups[group] = kept = new KeptGroup(room.Options, _kernel.Clock);
            if (await LookAtAsync(group, wanted.GetValueOrDefault(group), kept, cameSomebody) is { } soon && !(next < soon))
                next = soon;
        }
        return next;
    }

    private async Task<TimeSpan?> LookAtAsync(string group, CltabGroup? wanted, KeptGroup kept, bool cameSomebody)
    {
        if (cameSomebody)
            kept.CameSomebody = true;
        EndJob(group, kept);
        if (UnfinishedJob(_kernel.State, group) is { } job)
        {
            // Taken before it is looked at whether it has ended since.
            var change = _kernel.Watch.NextChange(job);
            kept.Begin(job);
            if (_kernel.State.Unfinished(job) is not null)
            {
                kept.Await(change, Look);
                return null;
            }
            _kernel.Watch.Forget(job);
            EndJob(group, kept);
        }
        var placement = PlacementRoom.Find(_kernel.State, group);
        kept.OnLook(placement);
        var need = PlacementNeed.Of(room, _kernel.State, wanted, placement, kept.Health, IsComing);
        if (need.Kind == NeedKind.None)
        {
            kept.OnFine();
            if (need.Reason is { } reason && placement?.Reason != reason)
                await NowhereAsync(group, wanted!, reason);
            return need.In;
        }
        if (kept.CameSomebody && placement is not { State: PlacementState.Placed })
            kept.Resume();
        kept.CameSomebody = false;
        if (kept.PauseLeft is { } left)
            return left;
        await SubmitAsync(group, placement, need.Reason, kept);
        return null;
    }

    /// <summary>Takes note of the end of the job that was seen last.</summary>
    private void EndJob(string group, KeptGroup kept)
    {
        if (kept.Job is { } job && _kernel.State.Unfinished(job) is null)
            kept.OnEnded(PlacementRoom.Find(_kernel.State, group), _kernel.State.Jobs.GetValueOrDefault(job)?.Status == JobStatus.Success);
    }

    private async Task NowhereAsync(string group, CltabGroup wanted, string reason)
    {
        PlacementLog.Nowhere(room.Log, group, reason);
        await _kernel.ExecuteAsync(new ChangePlacement(group, before => before.Node is null ? before with { Level = wanted.Options.Failover!, Reason = reason } : before), Caller.System, _stop.Token);
    }

    private async Task SubmitAsync(string group, Placement? placement, string? reason, KeptGroup kept)
    {
        using var parameters = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", PlaceGroup.Id);
            json.WriteString("group", group);
            json.WriteNumber("lease", placement?.Lease ?? 0);
            if (reason is not null)
                json.WriteString("failure", reason);
            json.WriteEndObject();
        }).Utf8);
        kept.Try(placement);
        var opcode = new OpcodeReader(_kernel.Model).Read(parameters.RootElement, OpcodeReadOptions.Own, 0);
        var answer = (await _kernel.ExecuteAsync(new SubmitJobs([[opcode]], passDrain: true), Caller.System, _stop.Token))[0];
        if (answer.Refusal is { } refusal)
            PlacementLog.NotSubmitted(room.Log, group, refusal.Message);
        else
            kept.Begin(answer.Id);
        // To see it end, or the pause begin.
        Look();
    }

    private static long? UnfinishedJob(KernelState state, string group) =>
        state.Queue.Slots.TryGetValue(PlaceGroup.SlotOf(group), out var jobs) && !jobs.IsEmpty ? jobs.Max : null;

    /// <summary>Whether a node that is here has told that it has another version, and has not refused the one that counts.</summary>
    private bool IsComing(string name) =>
        room.Nodes.Find(name) is { Presence.IsHere: true, KeepsLeases: true, Services.HeldCltab: { } held }
        && spreader.WhyNot(name) is null && CltabRollout.Of(_kernel.State) is var rollout && rollout.VersionOf(name) == rollout.Current && held.Version != rollout.Current;
}
