using Drover.Agent.Addresses;
using Drover.Daemon.Settings;
using Drover.Kernel;
using Drover.Services;
using Drover.Services.Nodes;
using Drover.Services.Supervision;
using Drover.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Daemon;

/// <summary>What is done to a state directory while no daemon runs.</summary>
internal static class Offline
{
    /// <summary>Fills an empty state directory. One that is filled stays as it is.</summary>
    public static async Task<string> InitAsync(DaemonSettings settings, CancellationToken cancellationToken)
    {
        var directory = settings.Directory("state");
        var store = Composition.Store(settings);
        if (store.Head.Sequence > 0)
        {
            store.Dispose();
            throw new DroverException("ALREADY_INITIALISED",
                $"The state directory {directory} is initialised already; nothing was changed. Choose an empty one with --state, or start droverd on it as it is.");
        }
        using var services = new Supervisor(new ServicesOptions { Node = settings.Text("node"), RunDirectory = "", OutputDirectory = "" }, TimeProvider.System);
        using var commands = Composition.Commands(settings, services, NullLoggerFactory.Instance);
        using var output = Composition.Output(services);
        using var addresses = new LinuxAddresses(RoomOptions.Addresses(settings));
        using var nodes = Composition.Nodes(settings, services, commands, [output], addresses, NullLoggerFactory.Instance);
        using var master = Composition.Master(settings);
        using var reports = new NodeReports(nodes, services);
        var model = Composition.Model(settings, store, nodes, master, reports, services, Composition.Lab(settings, Composition.Logs(settings), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        await using var kernel = await KernelHost.StartAsync(model, store, TimeProvider.System, new GuidSource(), cancellationToken);
        return $"Initialised {directory} for cluster '{settings.Text("cluster")}' with node '{settings.Text("node")}'.";
    }

    /// <summary>Lets a journal that lacks its end go on from where it ends.</summary>
    public static string AcceptLoss(DaemonSettings settings)
    {
        var directory = settings.Directory("state");
        return OfflineStore.AcceptLoss(directory) is { } loss
            ? $"{directory}: the journal goes on after record {loss.KeptSequence}; records up to {loss.LostSequence} had been written ({loss.LostCommits - loss.KeptCommits} commits are given up)."
            : $"{directory}: nothing is missing, nothing was changed.";
    }
}
