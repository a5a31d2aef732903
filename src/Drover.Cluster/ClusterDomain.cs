using Drover.Cluster.Disks;
using Drover.Cluster.Exports;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.MasterAddress;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.OperatingSystems;
using Drover.Cluster.Queries;
using Drover.Cluster.Settings;
using Drover.Cluster.Ssconf;
using Drover.Cluster.StorageUnits;
using Drover.Cluster.Tagging;
using Drover.Cluster.Testing;
using Drover.Cluster.Verification;
using Drover.Cluster.Vocabulary;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Cluster;

/// <summary>Nodes, groups, instances, networks, tags and exports, and the opcodes of Ganeti's vocabulary.</summary>
/// <param name="options">How it is set.</param>
/// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
public sealed class ClusterDomain(ClusterOptions options, ILoggerFactory? logging = null) : IDomain
{
    private static readonly TimeSpan s_addressRetry = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(ClusterKinds.Cluster);
        d.Object(ClusterKinds.Node);
        d.Object(ClusterKinds.Group);
        d.Object(ClusterKinds.Instance);
        d.Object(ClusterKinds.Network);
        d.Object(ClusterKinds.Export);
        d.Seed(new FirstCluster(options).Store);

        d.LockLevel(Locking.Cluster, 0);
        d.LockLevel(Locking.Instance, 10);
        d.LockLevel(Locking.Group, 20, (state, uuid) => Title("node group", state.Objects.Find(ClusterKinds.Group, uuid)));
        d.LockLevel(Locking.Node, 30, (state, uuid) => Title("node", state.NodeByUuid(uuid)));
        d.LockLevel(Locking.NodeRes, 40, (state, uuid) => Title("resources of node", state.NodeByUuid(uuid)));
        d.LockLevel(Locking.Network, 50, (state, uuid) => Title("network", state.Objects.Find(ClusterKinds.Network, uuid)));
        d.Pool(QueueIndex.UsualPool, Limits);

        var machines = new Machines(options.Nodes, options.AnswerTime);
        d.Vocabulary(new KnownOpcodes());
        d.Operation(new QueryCluster());
        d.Operation(new QueryClusterValues());
        d.Operation(new SetClusterParameters());
        d.Operation(new RenameCluster());
        d.Operation(new VerifyCluster());
        d.Operation(new VerifyConfiguration(options.JournalCheck));
        d.Operation(new VerifyGroup(machines));
        d.Operation(new VerifyDisks());
        d.Operation(new VerifyGroupDisks());
        d.Operation(new RepairDiskSizes());
        d.Operation(new AddNode(options));
        d.Operation(new RemoveNode());
        d.Operation(new SetNodeParameters());
        d.Operation(new EvacuateNode());
        d.Operation(new MigrateNode());
        d.Operation(new PowercycleNode());
        d.Operation(new QueryVolumes());
        d.Operation(new QueryStorage(machines));
        d.Operation(new ModifyStorage());
        d.Operation(new RepairStorage());
        d.Operation(new AddGroup());
        d.Operation(new RemoveGroup());
        d.Operation(new RenameGroup());
        d.Operation(new SetGroupParameters());
        d.Operation(new AssignNodes());
        d.Operation(new SetTags());
        d.Operation(new DeleteTags());
        d.Operation(new GetTags());
        d.Operation(new SearchTags());
        d.Operation(new RunQuery());
        d.Operation(new QueryFields());
        d.Operation(new TestDelay(options.RunDirectory));
        d.Operation(new TestJobQueue(options.RunDirectory));
        d.Operation(new TestDummy());
        if (options.EvidenceDirectory is { } evidence)
            d.Operation(new TestSteps(new Evidence(evidence)));

        d.Resource(ClusterResource.Build());
        d.Resource(NodeResource.Build(machines));
        d.Resource(GroupResource.Build());
        d.Resource(InstanceResource.Build());
        d.Resource(NetworkResource.Build());
        d.Resource(ExportResource.Build());
        d.Resource(TagResource.Build());
        d.Resource(OsResource.Build());

        var files = options.GanetiRoot is { } root ? new SsconfWriter(root, (logging ?? NullLoggerFactory.Instance).CreateLogger(ClusterLog.Category)) : null;
        d.Operation(new RedistributeConfiguration(files, options.Nodes));
        if (options.Nodes is { } nodes)
        {
            d.Controller(new SsconfDistribution(nodes));
            Describe(d, new MasterAddressKeeper(nodes, options.MasterAddress, (logging ?? NullLoggerFactory.Instance).CreateLogger(ClusterLog.Category)));
        }
        if (files is not null)
        {
            d.Controller(files);
            d.Health("ssconf", _ => files.Check());
        }
    }

    private static void Describe(DomainBuilder d, MasterAddressKeeper address)
    {
        d.Operation(new ActivateMasterAddress(address));
        d.Operation(new DeactivateMasterAddress(address));
        d.Controller(address);
        d.Periodic("master-address", s_addressRetry, (_, cancellationToken) => address.TryAgainAsync(cancellationToken));
        d.Health("master-address", _ => address.Check());
    }

    // Never below one: a wrong limit must not keep out the job that would put it right.
    private static PoolLimits Limits(KernelState state) =>
        state.Objects.Find(ClusterKinds.Cluster, ClusterKinds.ClusterKey) is { } cluster
            ? new PoolLimits(Math.Max(1, cluster.MaxRunningJobs), Math.Max(1, cluster.MaxTrackedJobs))
            : new PoolLimits(1, 1);

    private static string? Title(string kind, ConfigObject? named) => named is null ? null : $"{kind} '{named.Name}'";
}
