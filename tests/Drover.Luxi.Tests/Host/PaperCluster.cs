using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Drover.Cluster.Vocabulary;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;

namespace Drover.Luxi.Tests.Host;

/// <summary>A cluster of one node that exists on paper only: enough for the wire to have something to ask for.</summary>
internal sealed class PaperCluster : IDomain
{
    public HeldDelay Delay { get; } = new();

    public void Describe(DomainBuilder d)
    {
        d.Vocabulary(new Ganeti());
        d.Operation(Delay);
        d.Pool("cluster", _ => new PoolLimits(2, 2));
        d.Resource(Resource.Of<string>("node", "Nodes").KeyedBy("name", n => n).Uuid("uuid").Rows(_ => ["node1"])
            .Find((_, name) => name is "node1" ? "node1" : (string?)null, "Node name {0} not found")
            .Field("name", "Node", FieldKind.Text, "Node name", n => n, FieldFlags.Hostname)
            .Field("uuid", "UUID", FieldKind.Text, "Node UUID", _ => "1735d6e7-dc4a-43ec-9886-4640c139c479")
            .Field("pip", "PrimaryIP", FieldKind.Text, "Primary IP address", _ => "198.51.100.10")
            .Field("offline", "Offline", FieldKind.Bool, "Whether node is marked offline", _ => false)
            .Field("role", "Role", FieldKind.Text, "Node role", _ => "M")
            .Field("master", "IsMaster", FieldKind.Bool, "Whether node is master", _ => true)
            .Field("powered", "Powered", FieldKind.Bool, "Whether node is thought to be powered on", _ => FieldValue.Unavailable)
            .Build());
        d.Resource(Resource.Of<string>("group", "Groups").KeyedBy("name", n => n).Uuid("uuid").Rows(_ => ["default"])
            .Find((_, name) => name is "default" ? "default" : (string?)null, "Node group {0} not found")
            .Field("name", "Group", FieldKind.Text, "Group name", n => n)
            .Field("uuid", "UUID", FieldKind.Text, "Group UUID", _ => "a9ef32db-72f6-4727-b963-6d25e5254431")
            .Field("node_cnt", "Nodes", FieldKind.Number, "Number of nodes", _ => 1L)
            .Field("alloc_policy", "AllocPolicy", FieldKind.Text, "Allocation policy for group", _ => "preferred")
            .Build());
        d.Resource(Resource.Of<string>("instance", "Instances").KeyedBy("name", n => n).Uuid("uuid").Rows(_ => [])
            .Find((_, _) => (string?)null, "Instance name {0} not found")
            .Field("name", "Instance", FieldKind.Text, "Instance name", n => n, FieldFlags.Hostname)
            .Field("uuid", "UUID", FieldKind.Text, "Instance UUID", n => n)
            .Field("status", "Status", FieldKind.Text, "Instance status", _ => "running")
            .Build());
        d.Resource(Resource.Of<string>("network", "Networks").KeyedBy("name", n => n).Uuid("uuid").Rows(_ => [])
            .Find((_, _) => (string?)null, "Network name {0} not found")
            .Field("name", "Network", FieldKind.Text, "Name", n => n)
            .Field("uuid", "UUID", FieldKind.Text, "Network UUID", n => n)
            .Build());
        d.Resource(Resource.Of<string>("export", "Exports").KeyedBy("node", n => n).Rows(_ => ["node1"])
            .Field("node", "Node", FieldKind.Text, "Node name", n => n)
            .Field("export", "Export", FieldKind.Text, "Export name", _ => FieldValue.NoData)
            .Build());
    }

    private sealed class Ganeti : IOpcodeVocabulary
    {
        public OpcodeSchema? Find(string opId) => GanetiVocabulary.Instance.TryFind(opId, out var schema) ? schema : null;
    }
}

/// <summary>OP_TEST_DELAY whose time passes when the test says so: short ones end at once, longer ones when they are let go.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the domain.")]
internal sealed class HeldDelay : EffectOperation
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _held = new();

    public override OpcodeSchema Schema => GanetiVocabulary.Instance["OP_TEST_DELAY"];

    public void LetGo(long job) => _held.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context["duration"].GetDouble() <= 0)
            throw new OperationException("OpPrereqError", "Duration must be greater than zero");
        foreach (var word in context["comment"].ValueKind == System.Text.Json.JsonValueKind.String ? context["comment"].GetString()!.Split(' ') : [])
            context.Log(word);
        if (context["duration"].GetDouble() > 1)
            await _held.GetOrAdd(context.JobId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        return OpcodeOutcome.None;
    }
}
