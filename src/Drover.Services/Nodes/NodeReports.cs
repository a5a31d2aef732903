using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Services;
using Drover.Services.Commands;
using Drover.Services.Levels;
using Drover.Services.Supervision;
using Drover.Services.Telling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Services.Nodes;

/// <summary>Takes what the nodes report of their services: where groups stand goes on record, changes of processes become signals, ends of changes
/// of level go to the operations that wait for them. A report is acknowledged once what it says is durable.</summary>
public sealed class NodeReports : IController, IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly INodes _nodes;
    private readonly Supervisor _own;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private IKernel _kernel = null!;
    private readonly ConcurrentDictionary<Task, bool> _followers = new();

    /// <param name="nodes">The nodes.</param>
    /// <param name="own">What runs the services of the own node, in this process.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    public NodeReports(INodes nodes, Supervisor own, ILoggerFactory? logging = null) =>
        (_nodes, _own, _log) = (nodes, own, (logging ?? NullLoggerFactory.Instance).CreateLogger(ServiceLog.Category));

    /// <summary>Operations that wait.</summary>
    internal LevelWaits Waits { get; } = new();

    /// <summary>Operations that wait for commands.</summary>
    internal CommandWaits CommandWaits { get; } = new();

    /// <summary>Raised after something of the services has changed, on any thread. Handlers return at once.</summary>
    public event EventHandler? Changed;

    /// <inheritdoc/>
    public async Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        // By what they say, not by their keys: a row of an older build may still have the key of its day, beside one of today.
        var remembered = kernel.State.Objects.All(ServiceGroupRecord.Kind).Where(record => record.Node == _own.Node)
            .GroupBy(record => record.Group, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.MaxBy(record => record.Since)!.Status, StringComparer.Ordinal);
        await _own.StartAsync(remembered, kernel.Term, cancellationToken);
        _nodes.Added += OnAdded;
        _nodes.Removed += OnRemoved;
        foreach (var node in _nodes.All)
            Follow(node);
    }

    /// <inheritdoc/>
    public Task DrainAsync(CancellationToken atOnce) => _own.DrainAsync(atOnce);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _own.StopAsync(cancellationToken);
        _nodes.Added -= OnAdded;
        _nodes.Removed -= OnRemoved;
        await _stop.CancelAsync();
        await Task.WhenAll(_followers.Keys);
    }

    public void Dispose() => _stop.Dispose();

    private void OnAdded(object? sender, NodeEventArgs added) => Follow(added.Node);

    private void OnRemoved(object? sender, NodeEventArgs removed) => Own(ForgetAsync(removed.Node.Name));

    private void Follow(INode node)
    {
        Own(FollowReportsAsync(node));
        Own(FollowChangesAsync(node));
        Own(FollowViewsAsync(node));
    }

    private void Own(Task task)
    {
        _followers.TryAdd(task, true);
        _ = task.ContinueWith(ended => _followers.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ForgetAsync(string node)
    {
        try
        {
            await _kernel.ExecuteAsync(new ForgetNode(node), Caller.System, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DroverException)
        {
            if (e is DroverException)
                ServiceLog.NodeNotForgotten(_log, node, e.Message);
        }
    }

    private async Task FollowReportsAsync(INode node)
    {
        var isFailing = false;
        for (var taken = 0L; ;)
        {
            try
            {
                var reports = await node.Services.ReadReportsAsync(taken, UntilEndOf(node));
                if (reports.Count == 0)
                    return;
                taken = await TakeAsync(node, reports, taken);
                await node.Services.AcknowledgeAsync(taken, UntilEndOf(node));
                if (isFailing)
                    ServiceLog.ReportsTakenAgain(_log, node.Name);
                isFailing = false;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!isFailing)
                    ServiceLog.ReportsNotTaken(_log, node.Name, e.Message);
                isFailing = true;
                if (_stop.IsCancellationRequested)
                    return;
                await Task.Delay(s_retry, _kernel.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes reports in the order of their numbers, each once. Returns the last number.</summary>
    private async Task<long> TakeAsync(INode node, IReadOnlyList<ServiceReport> reports, long taken)
    {
        var told = reports.Where(report => report.Number > taken).OrderBy(report => report.Number).ToList();
        if (told.Count == 0)
            return taken;
        // Written before anybody hears of it: who then learns that a level is reached finds it so.
        var fresh = await _kernel.ExecuteAsync(new RecordReports(node.Name, node.Services.ReportStream, told), Caller.System, CancellationToken.None);
        foreach (var report in fresh)
            if (report is LevelLogged logged)
                Waits.OnLogged(node.Name, logged);
            else if (report is CommandOutput output)
                CommandWaits.OnOutput(node.Name, output);
            else if (report is ReportsDropped { Count: > 0 } dropped)
                ServiceLog.ReportsLost(_log, node.Name, dropped.Count);
        // Whoever waits now may have begun to wait after the end was taken by a master before this one.
        foreach (var ended in told.OfType<LevelEnded>())
            Waits.OnEnded(node.Name, ended);
        foreach (var ended in told.OfType<CommandEnded>())
            CommandWaits.OnEnded(node.Name, ended);
        return told[^1].Number;
    }

    private async Task FollowChangesAsync(INode node)
    {
        try
        {
            await foreach (var change in node.Services.ReadChangesAsync(UntilEndOf(node)))
                _kernel.Signals.Publish(ServicesDomain.ProcessChanged, change.Process.ToString(), json => ProcessSignal.Write(json, change));
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    /// <summary>The own node ends before the daemon does, and what it has to say is taken to the end.</summary>
    private CancellationToken UntilEndOf(INode node) => node.Name == _own.Node ? CancellationToken.None : _stop.Token;

    private async Task FollowViewsAsync(INode node)
    {
        try
        {
            for (var version = 0L; ;)
            {
                version = (await node.Services.ViewAfterAsync(version, _stop.Token)).Version;
                Changed?.Invoke(this, EventArgs.Empty);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }
}
