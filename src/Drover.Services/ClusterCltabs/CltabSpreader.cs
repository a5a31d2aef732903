using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Nodes;
using Drover.Services.Telling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Services.ClusterCltabs;

/// <summary>Sees to it that each node has the version of the cluster's cltab that it is to have: whenever a node tells which one it has - it does at each connection - it is given the other, where it is another.</summary>
public sealed class CltabSpreader : IController, IDisposable
{
    private readonly INodes _nodes;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _followers = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refused = new(StringComparer.Ordinal);
    private IKernel _kernel = null!;

    /// <param name="nodes">The nodes.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    public CltabSpreader(INodes nodes, ILoggerFactory? logging = null) =>
        (_nodes, _log) = (nodes, (logging ?? NullLoggerFactory.Instance).CreateLogger(ClusterCltabLog.Category));

    /// <summary>Raised after a node was given what it is to have, or has not taken it, on any thread. Handlers return at once.</summary>
    internal event EventHandler? Brought;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        _nodes.Added += OnAdded;
        _nodes.Removed += OnRemoved;
        foreach (var node in _nodes.All)
            Follow(node);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _nodes.Added -= OnAdded;
        _nodes.Removed -= OnRemoved;
        await _stop.CancelAsync();
        await Task.WhenAll(_followers.Keys);
    }

    public void Dispose()
    {
        _stop.Dispose();
        foreach (var gate in _gates.Values)
            gate.Dispose();
    }

    /// <summary>Why a node does not have what it is to have; null if nothing is known to be wrong.</summary>
    internal string? WhyNot(string node) => _refused.GetValueOrDefault(node);

    /// <summary>Gives a node what it is to have, unless it has it.</summary>
    /// <returns>Why it does not have it now; null if it has.</returns>
    internal async Task<string?> BringAsync(INode node, CancellationToken cancellationToken)
    {
        // One at a time, so that an older version never comes after a newer one.
        var gate = _gates.GetOrAdd(node.Name, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var state = _kernel.State;
            var rollout = CltabRollout.Of(state);
            var wanted = rollout.CltabOf(state, node.Name);
            if (node.Services.HeldCltab is { } held && held.Is(wanted))
            {
                _refused.TryRemove(node.Name, out _);
                return null;
            }
            if (!node.Presence.IsHere)
                return "it is away, and gets it when it is back";
            if (await GiveAsync(node, wanted, rollout.IsConfirmed, cancellationToken) is not { } problem)
            {
                _refused.TryRemove(node.Name, out _);
                ClusterCltabLog.Brought(_log, node.Name, wanted.Name);
                return null;
            }
            _refused[node.Name] = problem;
            ClusterCltabLog.Refused(_log, node.Name, wanted.Name, problem);
            return problem;
        }
        finally
        {
            gate.Release();
            Brought?.Invoke(this, EventArgs.Empty);
        }
    }

    private async Task<string?> GiveAsync(INode node, ClusterCltab wanted, bool isConfirmed, CancellationToken cancellationToken)
    {
        try
        {
            var report = await node.Services.TakeClusterCltabAsync(_kernel.Term, wanted, isConfirmed, cancellationToken);
            return report.Refusal is { } refusal ? NodeWords.Refused(refusal, group: "").Message : null;
        }
        catch (Exception e) when (e is DroverException or IOException or UnauthorizedAccessException)
        {
            // The own node may fail as a machine does, and its services have not begun.
            return e.Message;
        }
    }

    private void OnAdded(object? sender, NodeEventArgs added) => Follow(added.Node);

    private void OnRemoved(object? sender, NodeEventArgs removed) => _refused.TryRemove(removed.Node.Name, out _);

    private void Follow(INode node)
    {
        var task = BringWheneverToldAsync(node);
        _followers.TryAdd(task, true);
        _ = task.ContinueWith(ended => _followers.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task BringWheneverToldAsync(INode node)
    {
        try
        {
            for (var times = 0L; ;)
            {
                times = await node.Services.HeldCltabToldAsync(times, _stop.Token);
                await BringAsync(node, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops, or the node has left.
        }
    }
}
