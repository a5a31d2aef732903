using System.Collections.Concurrent;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Nodes;
using Drover.ShellWorker.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>The workers: that of the own machine, and one for each node. One of a node whose agent takes no test jobs waits, and costs nothing.</summary>
internal sealed class WorkerList(LabDomain lab, ShellWorkerOptions options, INodes nodes, TimeProvider clock, ILoggerFactory logging) : IController, IDisposable
{
    private readonly ConcurrentDictionary<string, BuiltInWorker> _workers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly ILogger _log = logging.CreateLogger(ShellWorkerLog.Category);
    private IKernel _kernel = null!;
    private bool _isStopping;

    /// <summary>Why no job can be run on a machine; null when nothing is in the way.</summary>
    public string? Problem => _workers.Values.Select(worker => worker.Problem).FirstOrDefault(problem => problem is not null);

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        lab.Assignments.Changed += OnChanged;
        nodes.Added += OnAdded;
        foreach (var node in nodes.All)
            Take(node);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        nodes.Added -= OnAdded;
        lab.Assignments.Changed -= OnChanged;
        lock (_gate)
            _isStopping = true;
        await Task.WhenAll(_workers.Values.Select(worker => worker.StopAsync()));
    }

    /// <summary>Removes work directories whose time is over.</summary>
    public Task CleanAsync(CancellationToken cancellationToken) => Task.WhenAll(_workers.Values.Select(worker => worker.CleanAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var worker in _workers.Values)
            worker.Dispose();
    }

    private void OnChanged(object? sender, WorkerEventArgs e)
    {
        if (_workers.TryGetValue(e.Worker, out var worker))
            worker.Wake();
    }

    private void OnAdded(object? sender, NodeEventArgs e) => Take(e.Node);

    private void Take(INode node)
    {
        var isOwn = node.Name == nodes.Own;
        if (node.TestJobs is null || (isOwn ? options.Name : node.Name) is not { } name)
            return;
        lock (_gate)
        {
            if (_isStopping)
                return;
            if (!_workers.TryGetValue(name, out var worker))
            {
                worker = _workers[name] = new BuiltInWorker(name, isOwn, lab, options, _kernel, clock, _log);
                worker.Take(node);
                worker.Start();
            }
            // Where the own machine has the name of a node as its worker, that node has none.
            else if (worker.Node == node.Name)
            {
                worker.Take(node);
            }
        }
    }
}
