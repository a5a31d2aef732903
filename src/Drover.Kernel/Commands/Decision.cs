using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Commands;

/// <summary>One turn of the writer: the working state, and what has been decided so far in this batch.</summary>
public sealed class Decision
{
    private readonly List<(Event Happening, string Actor)> _events = [];
    private readonly List<RowChange> _rows = [];
    private readonly List<Effect> _effects = [];
    private readonly HashSet<long> _touched = [];
    private readonly List<Action<IStore>> _upkeep = [];

    internal Decision(KernelState state, KernelModel model, Timestamp now, IIdSource ids)
    {
        State = state;
        Model = model;
        Now = now;
        Ids = ids;
    }

    /// <summary>The working state, with everything that this batch has decided.</summary>
    public KernelState State { get; internal set; }

    /// <summary>What the domains have described.</summary>
    public KernelModel Model { get; }

    /// <summary>Journal time of this batch.</summary>
    public Timestamp Now { get; }

    /// <summary>New identifiers.</summary>
    public IIdSource Ids { get; }

    /// <summary>On whose behalf the current command is decided.</summary>
    public Caller Caller { get; internal set; } = Caller.System;

    /// <summary>Whether the scheduler stopped at its budget and wants another turn.</summary>
    internal bool MoreToDo { get; set; }

    internal IReadOnlyList<(Event Happening, string Actor)> Events => _events;
    internal IReadOnlyList<RowChange> Rows => _rows;
    internal IReadOnlyList<Effect> Effects => _effects;

    /// <summary>Work on the store itself, done by the writer once the batch is durable.</summary>
    internal IReadOnlyList<Action<IStore>> Upkeep => _upkeep;

    /// <summary>Jobs that clients may be waiting on and that this batch touched.</summary>
    internal IReadOnlyCollection<long> Touched => _touched;

    /// <summary>Records a happening and applies it to the working state.</summary>
    public void Emit(Event happening)
    {
        State = Applier.Apply(State, happening, Now);
        _events.Add((happening, Caller.Actor.ToString()));
    }

    /// <summary>Creates or changes a durable object.</summary>
    public void Store<T>(ObjectKind<T> kind, string key, T value) where T : class => Emit(new ObjectStored(kind.Name, key, value));

    /// <summary>Removes a durable object.</summary>
    public void Remove(ObjectKind kind, string key) => Emit(new ObjectRemoved(kind.Name, key));

    /// <summary>Marks a job as changed for those who watch it.</summary>
    internal void Touch(long job) => _touched.Add(job);

    internal void Write(RowChange row) => _rows.Add(row);

    internal void After(Effect effect) => _effects.Add(effect);

    internal void Keep(Action<IStore> upkeep) => _upkeep.Add(upkeep);

    internal Savepoint Mark() => new(State, _events.Count, _rows.Count, _effects.Count);

    internal void RollBack(Savepoint to)
    {
        State = to.State;
        _events.RemoveRange(to.Events, _events.Count - to.Events);
        _rows.RemoveRange(to.Rows, _rows.Count - to.Rows);
        _effects.RemoveRange(to.Effects, _effects.Count - to.Effects);
    }

    internal readonly record struct Savepoint(KernelState State, int Events, int Rows, int Effects);
}
