using System.Net;
using System.Threading.Channels;
using Drover.Cluster.Ssconf;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Addresses;
using Microsoft.Extensions.Logging;

namespace Drover.Cluster.MasterAddress;

/// <summary>Sees to it that the machine of the master has the master's address: from the start on, and after each change of it. What cannot be set is told, and tried again; it ends nothing.</summary>
/// <param name="nodes">The machines, of which the own one is the master's.</param>
/// <param name="given">The address as the settings have it; null: what the cluster has on record.</param>
/// <param name="log">Takes what happens.</param>
internal sealed class MasterAddressKeeper(INodes nodes, MasterAddressOptions? given, ILogger log) : IController, IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _gate = new(1);
    private ConfigurationFollower? _follower;
    private IKernel _kernel = null!;
    private Task _loop = Task.CompletedTask;
    private NodeAddress? _tried;
    private bool _isTakenDown;
    private string? _problem;

    /// <summary>For <c>/readyz</c>: what is wrong, or null.</summary>
    public string? Check() => _problem is { } problem ? $"The master's address is not set: {problem}" : null;

    public async Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        if (given is not null)
            await kernel.ExecuteAsync(new TakeMasterAddress(given), Caller.System, cancellationToken);
        // Before the doors open: who is told that the daemon is ready finds it at its address.
        await BringAsync(cancellationToken);
        _follower = new ConfigurationFollower(_ => _changes.Writer.TryWrite(true), () => false);
        _follower.Start(kernel);
        _loop = FollowAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
        if (_follower is not null)
            await _follower.StopAsync();
    }

    public void Dispose()
    {
        _follower?.Dispose();
        _stop.Dispose();
        _gate.Dispose();
    }

    /// <summary>Tries again what failed.</summary>
    public Task TryAgainAsync(CancellationToken cancellationToken) => _problem is null ? Task.CompletedTask : BringAsync(cancellationToken);

    /// <summary>Sets the address, also after it was taken down.</summary>
    /// <returns>What there is to say about it, and whether it went wrong.</returns>
    public async Task<(string Said, bool IsProblem)> ActivateAsync(CancellationToken cancellationToken)
    {
        _isTakenDown = false;
        await BringAsync(cancellationToken);
        return _problem is { } problem ? (problem, true) : (Wanted(_kernel.State) is { } set ? $"the master's address is {set}" : Own(_kernel.State), false);
    }

    /// <summary>Takes the address down until it is set again, or the daemon starts again.</summary>
    /// <returns>Why it was not; null when it is down.</returns>
    public async Task<string?> DeactivateAsync(CancellationToken cancellationToken)
    {
        if (Wanted(_kernel.State) is null)
            return Own(_kernel.State);
        _isTakenDown = true;
        await BringAsync(cancellationToken);
        return _problem;
    }

    private async Task FollowAsync()
    {
        try
        {
            // Most changes are of something else, and one that failed has its own time.
            await foreach (var _ in _changes.Reader.ReadAllAsync(_stop.Token))
                if (Wanted(_kernel.State) != _tried)
                    await BringAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops. The address stays, as the services do: the next one takes it up.
        }
    }

    private async Task BringAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _tried = Wanted(_kernel.State);
            Take(await TryBringAsync(_isTakenDown ? null : _tried, cancellationToken));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string?> TryBringAsync(NodeAddress? wanted, CancellationToken cancellationToken)
    {
        if (nodes.Find(nodes.Own)?.Addresses is not { } addresses)
            return wanted is null ? null : $"this machine cannot set {wanted}";
        var present = addresses.Present;
        if (present is not null && present != wanted)
        {
            if (await addresses.TakeDownAsync(cancellationToken) is { } stays)
                return $"{present} cannot be taken down: {stays}";
            ClusterLog.AddressTakenDown(log, present.ToString());
        }
        if (wanted is null)
            return null;
        if (await addresses.SetAsync(wanted, cancellationToken) is { } problem)
            return $"{wanted}: {problem}";
        if (present != wanted)
            ClusterLog.AddressSet(log, wanted.ToString());
        return null;
    }

    /// <summary>Takes how an attempt has ended; told when that is another end than before.</summary>
    private void Take(string? problem)
    {
        if (problem is not null && problem != _problem)
            ClusterLog.AddressNotSet(log, problem);
        _problem = problem;
    }

    /// <summary>What is to be set; null where the master's address is one that its machine has of its own.</summary>
    private static NodeAddress? Wanted(KernelState state)
    {
        var cluster = state.Cluster();
        var node = state.NodeByUuid(cluster.MasterNode);
        return cluster.MasterIp == node?.PrimaryIp || cluster.MasterIp == node?.SecondaryIp || !IPAddress.TryParse(cluster.MasterIp, out var address)
            ? null
            : new NodeAddress(address, cluster.MasterNetmask, cluster.MasterNetdev) { ByScript = cluster.UseExternalMipScript };
    }

    private static string Own(KernelState state) =>
        $"the master's address, {state.Cluster().MasterIp}, is the one of its node: nothing is set or taken down. Another one is named by the setting master-ip";
}
