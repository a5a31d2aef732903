using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Drover.Kernel.Configuration;
using Drover.Kernel.Domains;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Kernel.Tables;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel;

/// <summary>All that the domains have described, put together and checked once at start.</summary>
public sealed class KernelModel : IOpcodeCatalog
{
    private readonly FrozenDictionary<string, Operation> _operations;
    private readonly FrozenDictionary<string, Func<KernelState, PoolLimits>> _pools;
    private readonly FrozenDictionary<string, Func<KernelState, string, string?>> _lockTitles;
    private readonly FrozenDictionary<string, LockClosings> _lockClosings;
    private readonly List<IOpcodeVocabulary> _vocabularies;

    /// <summary>Asks each domain to describe itself. A contradiction between them is an exception.</summary>
    public KernelModel(KernelOptions options, IEnumerable<IDomain> domains)
    {
        Options = options;
        var builder = new DomainBuilder();
        foreach (var domain in domains.Prepend(new QueueDomain()))
            domain.Describe(builder);

        Levels = new LockLevels(builder.Levels);
        Codec = new EventCodec(builder.Kinds);
        Kinds = builder.Kinds;
        Tables = builder.Tables;
        foreach (var resource in builder.AllResources)
            Resources.Add(resource);
        Controllers = builder.Controllers;
        Checks = builder.Checks;
        Works = builder.Works;
        Seeds = builder.Seeds;
        Signals = builder.Signals;
        _lockTitles = builder.LockTitles.ToFrozenDictionary(StringComparer.Ordinal);
        _lockClosings = builder.LockClosings.ToFrozenDictionary(StringComparer.Ordinal);
        _vocabularies = builder.Vocabularies;
        _pools = builder.Pools.ToFrozenDictionary(StringComparer.Ordinal);
        _operations = builder.AllOperations.ToFrozenDictionary(o => o.Schema.OpId, StringComparer.Ordinal);
    }

    /// <summary>The settings.</summary>
    public KernelOptions Options { get; }

    /// <summary>The lock levels in their order.</summary>
    public LockLevels Levels { get; }

    /// <summary>Reads and writes events.</summary>
    public EventCodec Codec { get; }

    /// <summary>The kinds of durable objects.</summary>
    public IReadOnlyList<ObjectKind> Kinds { get; }

    /// <summary>Tables that live in the store only.</summary>
    public IReadOnlyList<StoreTable> Tables { get; }

    /// <summary>Every table that can be queried.</summary>
    public Resources Resources { get; } = new();

    /// <summary>The controllers, in the order in which they start.</summary>
    public IReadOnlyList<IController> Controllers { get; }

    /// <summary>The health checks.</summary>
    public IReadOnlyList<HealthCheck> Checks { get; }

    /// <summary>What is done at intervals.</summary>
    public IReadOnlyList<PeriodicWork> Works { get; }

    /// <summary>Kinds of signals by name.</summary>
    public IReadOnlyDictionary<string, SignalKind> Signals { get; }

    /// <summary>Ids of the opcodes that can be run, sorted.</summary>
    public IEnumerable<string> RunnableOpcodes => _operations.Keys.Order(StringComparer.Ordinal);

    internal IReadOnlyList<Action<Commands.Decision>> Seeds { get; }

    /// <summary>The state of an empty state directory.</summary>
    public KernelState EmptyState => new() { Locks = new LockTable(Levels, Options.AgeingStep), Hash = Journal.HashChain.Genesis };

    /// <summary>What carries out an opcode; null for one that an older or newer program accepted.</summary>
    public Operation? Operation(string opId) => _operations.GetValueOrDefault(opId);

    /// <inheritdoc/>
    public bool TryFind(string opId, [NotNullWhen(true)] out OpcodeSchema? schema, out bool runnable)
    {
        schema = null;
        runnable = _operations.TryGetValue(opId, out var operation);
        if (runnable)
            schema = operation!.Schema;
        for (var i = 0; schema is null && i < _vocabularies.Count; i++)
            schema = _vocabularies[i].Find(opId);
        return schema is not null;
    }

    /// <summary>What people call a lock, such as <c>node 'n1'</c> for the lock whose name is the uuid of that node.</summary>
    internal string LockTitle(KernelState state, LockName name) =>
        name.Member is { } member && _lockTitles.TryGetValue(name.Level, out var title) && title(state, member) is { } words
            ? words
            : name.ToString();

    /// <summary>Why a lock is closed to those who choose, by the state; null when it is open.</summary>
    internal string? WhyClosed(KernelState state, LockName name) =>
        name.Member is { } member && _lockClosings.TryGetValue(name.Level, out var closings) ? closings.Reason(state, member) : null;

    /// <summary>All locks that may be closed.</summary>
    internal IEnumerable<LockName> Closable(KernelState state) =>
        _lockClosings.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Names(state).Select(member => new LockName(pair.Key, member)));

    internal PoolLimits Limits(string pool, KernelState state) =>
        _pools.TryGetValue(pool, out var limits) ? limits(state) : new PoolLimits(int.MaxValue, int.MaxValue);
}
