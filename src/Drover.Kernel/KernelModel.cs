using System.Collections.Frozen;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Locks;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Kernel;

/// <summary>All that the domains have described, put together and checked once at start.</summary>
public sealed class KernelModel : IOpcodeCatalog
{
    private readonly FrozenDictionary<string, Operation> _operations;
    private readonly FrozenDictionary<string, Func<KernelState, PoolLimits>> _pools;
    private readonly IReadOnlyList<IOpcodeVocabulary> _vocabularies;

    public KernelModel(KernelOptions options, IEnumerable<IDomain> domains)
    {
        Options = options;
        var builder = new DomainBuilder();
        builder.Object(QueueState.Kind);
        builder.Object(JobFilter.Kind);
        foreach (var domain in domains)
            domain.Describe(builder);

        Levels = new LockLevels(builder.Levels);
        Codec = new EventCodec(builder.Kinds);
        Kinds = builder.Kinds;
        Resources = new Resources(builder.AllResources);
        Controllers = builder.Controllers;
        Checks = builder.Checks;
        Works = builder.Works;
        Seeds = builder.Seeds;
        _vocabularies = builder.Vocabularies;
        _pools = builder.Pools.ToFrozenDictionary(StringComparer.Ordinal);
        _operations = builder.AllOperations.ToFrozenDictionary(o => o.Schema.OpId, StringComparer.Ordinal);
    }

    public KernelOptions Options { get; }

    public LockLevels Levels { get; }

    public EventCodec Codec { get; }

    public IReadOnlyList<ObjectKind> Kinds { get; }

    /// <summary>Every table that can be queried.</summary>
    public Resources Resources { get; }

    public IReadOnlyList<IController> Controllers { get; }

    public IReadOnlyList<HealthCheck> Checks { get; }

    public IReadOnlyList<PeriodicWork> Works { get; }

    /// <summary>Ids of the opcodes that can be run, sorted.</summary>
    public IEnumerable<string> RunnableOpcodes => _operations.Keys.Order(StringComparer.Ordinal);

    internal IReadOnlyList<Action<Commands.Decision>> Seeds { get; }

    /// <summary>The state of an empty state directory.</summary>
    public KernelState EmptyState => new() { Locks = new LockTable(Levels, Options.AgeingStep), Hash = Journal.HashChain.Genesis };

    /// <summary>What carries out an opcode; null for one that an older or newer program accepted.</summary>
    public Operation? Operation(string opId) => _operations.GetValueOrDefault(opId);

    /// <inheritdoc/>
    public OpcodeSchema? Find(string opId, out bool runnable)
    {
        if (_operations.TryGetValue(opId, out var operation))
        {
            runnable = true;
            return operation.Schema;
        }
        runnable = false;
        foreach (var vocabulary in _vocabularies)
            if (vocabulary.Find(opId) is { } schema)
                return schema;
        return null;
    }

    internal PoolLimits Limits(string pool, KernelState state) =>
        _pools.TryGetValue(pool, out var limits) ? limits(state) : new PoolLimits(int.MaxValue, int.MaxValue);
}
