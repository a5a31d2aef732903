using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Kernel.Tables;
using Drover.Locks;

namespace Drover.Kernel.Domains;

/// <summary>How many jobs of a concurrency class may have left the queue, and how many of them may run.</summary>
public sealed record PoolLimits(int Running, int Tracked);

/// <summary>A named check of the daemon's health: null when all is well, else what is wrong.</summary>
public sealed record HealthCheck(string Name, Func<IKernel, string?> Check);

/// <summary>Work that the daemon does by itself at intervals.</summary>
public sealed record PeriodicWork(string Name, TimeSpan Interval, Func<IKernel, CancellationToken, Task> Work);

/// <summary>Collects what domains bring.</summary>
public sealed class DomainBuilder
{
    internal List<ObjectKind> Kinds { get; } = [];
    internal List<LockLevel> Levels { get; } = [];
    internal List<Operation> AllOperations { get; } = [];
    internal List<Resource> AllResources { get; } = [];
    internal List<StoreTable> Tables { get; } = [];
    internal List<IController> Controllers { get; } = [];
    internal List<HealthCheck> Checks { get; } = [];
    internal List<PeriodicWork> Works { get; } = [];
    internal Dictionary<string, Func<KernelState, PoolLimits>> Pools { get; } = new(StringComparer.Ordinal);
    internal Dictionary<string, Func<KernelState, string, string?>> LockTitles { get; } = new(StringComparer.Ordinal);
    internal Dictionary<string, LockClosings> LockClosings { get; } = new(StringComparer.Ordinal);
    internal List<Action<Decision>> Seeds { get; } = [];
    internal List<IOpcodeVocabulary> Vocabularies { get; } = [];
    internal Dictionary<string, SignalKind> Signals { get; } = new(StringComparer.Ordinal);

    /// <summary>A kind of durable object.</summary>
    public void Object(ObjectKind kind) => Kinds.Add(kind);

    /// <summary>A lock level; ranks and names are unique over all domains.</summary>
    /// <param name="title">What people call a lock whose name is an identifier; null keeps the identifier.</param>
    /// <param name="closings">Which of its locks are closed to those who choose; null for none.</param>
    public void LockLevel(string name, int rank, Func<KernelState, string, string?>? title = null, LockClosings? closings = null)
    {
        Levels.Add(new LockLevel(name, rank));
        if (title is not null)
            LockTitles.Add(name, title);
        if (closings is not null)
            LockClosings.Add(name, closings);
    }

    /// <summary>What carries out one type of opcode.</summary>
    public void Operation(Operation operation) => AllOperations.Add(operation);

    /// <summary>Opcodes that are known by name although nothing runs them yet.</summary>
    public void Vocabulary(IOpcodeVocabulary vocabulary) => Vocabularies.Add(vocabulary);

    /// <summary>A table whose rows live in the store only. What is to be seen of it is a resource of its own: <see cref="StoreTable{T}.Resource"/>.</summary>
    /// <exception cref="InvalidOperationException">It would grow without bound.</exception>
    public void Table(StoreTable table)
    {
        table.Check();
        Tables.Add(table);
    }

    /// <summary>A table that can be queried.</summary>
    public void Resource(Resource resource) => AllResources.Add(resource);

    /// <summary>A kind of signal that the domain publishes; unique over all domains.</summary>
    /// <param name="kind">Lower-case words with dashes between them.</param>
    /// <param name="doc">One phrase on what has happened; starts upper-case, no final dot.</param>
    /// <param name="shown">Which members of its payload are shown to whom; without it operators alone hear of it.</param>
    public void Signal(string kind, string doc, Disclosure? shown = null) => Signals.Add(kind, new SignalKind(kind, doc, shown ?? Disclosure.None));

    /// <summary>Something that lives as long as the daemon.</summary>
    public void Controller(IController controller) => Controllers.Add(controller);

    /// <summary>A concurrency class with its limits, read from the state whenever jobs may start.</summary>
    public void Pool(string name, Func<KernelState, PoolLimits> limits) => Pools.Add(name, limits);

    /// <summary>Work at intervals.</summary>
    public void Periodic(string name, TimeSpan interval, Func<IKernel, CancellationToken, Task> work) =>
        Works.Add(new PeriodicWork(name, interval, work));

    /// <summary>A check that <c>/readyz</c> asks.</summary>
    public void Health(string name, Func<IKernel, string?> check) => Checks.Add(new HealthCheck(name, check));

    /// <summary>What an empty state directory begins with.</summary>
    public void Seed(Action<Decision> seed) => Seeds.Add(seed);
}
