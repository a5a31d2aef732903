using System.Text;
using Drover.Cluster.Nodes;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Configuration;

namespace Drover.Cluster.Ssconf;

/// <summary>Gives the <c>ssconf_*</c> files to the machines of all nodes of the cluster but the offline ones, and <c>config.data</c> to those of master candidates. A machine that is no node of the cluster any more keeps what it has.</summary>
/// <param name="nodes">The machines.</param>
internal sealed class SsconfDistribution(INodes nodes) : IController, IDisposable
{
    private readonly Lock _gate = new();
    private ConfigurationFollower? _follower;
    private IKernel? _kernel;
    private KernelState? _of;
    private ConfigurationFiles? _files;
    private ConfigurationFiles? _ofCandidates;

    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        nodes.Added += OnAdded;
        _follower = new ConfigurationFollower(Give, () => false);
        _follower.Start(kernel);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        nodes.Added -= OnAdded;
        return _follower?.StopAsync() ?? Task.CompletedTask;
    }

    public void Dispose() => _follower?.Dispose();

    /// <summary>At the start all machines come one after another: each is looked at alone.</summary>
    private void OnAdded(object? sender, NodeEventArgs added)
    {
        if (added.Node.Configuration is not { } copy)
            return;
        lock (_gate)
        {
            var state = _kernel!.State;
            copy.Keep(new MachineTies(state, nodes).NodeOf(added.Node) is { Offline: false } node ? Files_NeedsLock(state, node) : null);
        }
    }

    private void Give(KernelState state)
    {
        lock (_gate)
        {
            var ties = new MachineTies(state, nodes);
            foreach (var node in state.Nodes())
                ties.MachineOf(node)?.Configuration?.Keep(node.Offline ? null : Files_NeedsLock(state, node));
            foreach (var stranger in ties.Strangers)
                stranger.Configuration?.Keep(null);
        }
    }

    private ConfigurationFiles Files_NeedsLock(KernelState state, Node node)
    {
        if (_files is null || !ReferenceEquals(_of, state))
            (_of, _files, _ofCandidates) = (state, new ConfigurationFiles(SsconfFiles.Of(state).Select(file => KeyValuePair.Create("ssconf_" + file.Key, Encoding.UTF8.GetBytes(file.Value)))) { Data = [] }, null);
        return node.MasterCandidate ? _ofCandidates ??= new ConfigurationFiles(_files.Contents) { Data = Encoding.UTF8.GetBytes(ConfigData.Of(state)) } : _files;
    }
}
