using Drover.Kernel.Configuration;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Kernel.Commands;

/// <summary>One turn of the writer: the working state, and what has been decided so far in this batch.</summary>
public sealed class Decision
{
    private readonly List<Decided> _events = [];
    private readonly List<RowChange> _rows = [];
    private readonly List<Effect> _effects = [];
    private readonly HashSet<long> _touched = [];
    private readonly Dictionary<long, OpcodeScope> _scopes = [];
    private readonly TurnProgress _progress;
    private bool _closed;

    internal Decision(KernelState state, KernelModel model, Timestamp now, IIdSource ids, TurnProgress progress)
    {
        _progress = progress;
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

    internal IReadOnlyList<Decided> Events => _events;
    internal IReadOnlyList<RowChange> Rows => _rows;
    internal IReadOnlyList<Effect> Effects => _effects;

    /// <summary>What went wrong in domain code, for the log.</summary>
    internal List<DomainFault> Faults { get; } = [];

    /// <summary>Jobs that clients may be waiting on and that this batch touched.</summary>
    internal IReadOnlyCollection<long> Touched => _touched;

    /// <summary>Records a happening and applies it to the working state. When it cannot be written or applied it has not happened.</summary>
    public void Emit(Event happening)
    {
        if (_closed)
            throw new InvalidOperationException("This turn of the writer is over; a decision is used within its own turn only.");
        var (name, payload) = Model.Codec.Encode(happening);
        State = Applier.Apply(State, happening, Now);
        _events.Add(new Decided(happening, Caller.Actor.ToString(), name, payload));
    }

    /// <summary>Creates or changes a durable object.</summary>
    public void Store<T>(ObjectKind<T> kind, string key, T value) where T : class => Emit(new ObjectStored(kind.Name, key, value));

    /// <summary>Removes a durable object.</summary>
    public void Remove(ObjectKind kind, string key) => Emit(new ObjectRemoved(kind.Name, key));

    /// <summary>Closes or opens a lock as its level says by the working state. Call it after changing what that follows from.</summary>
    public void LookAtLock(string level, string name)
    {
        var (now, reason) = (State.Locks.WhyClosed(new(level, name)), Model.WhyClosed(State, new(level, name)));
        if (reason is null && now is not null)
            Emit(new LockOpened(level, name));
        else if (reason is not null && reason != now)
            Emit(new LockClosed(level, name, reason));
    }

    /// <summary>Computes the locks of a job again that waits for them, because what they follow from has changed. It keeps its place.</summary>
    public void Reconsider(long job) => Scheduler.Reconsider(this, job);

    /// <summary>Cancels a job as if somebody had asked for it; one that is over stays as it is.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reason">What its opcodes say as their result.</param>
    public void Cancel(long job, string reason) => new CancelJob(job, kill: false, reason).Decide(this);

    /// <summary>Adds a text to the log of the job whose opcode is decided.</summary>
    public void Log(OpcodeScope scope, string text) => JobLogs.Append(this, scope.JobId, scope.Opcode, "message", RawJson.String(text));

    /// <summary>Marks a job as changed for those who watch it.</summary>
    internal void Touch(long job) => _touched.Add(job);

    internal void Write(RowChange row)
    {
        if (row is LogRow entry)
            State = Applier.Apply(State, entry);
        _rows.Add(row);
    }

    /// <summary>Has something done in the world once all this is durable.</summary>
    internal void EnqueueEffect(Effect effect) => _effects.Add(effect);

    /// <summary>What an operation may look at for the current opcode of a job. Its parameters are read once a turn.</summary>
    internal OpcodeScope ScopeOf(Job job, int index, string step)
    {
        _progress.Enter(job.Id, step);
        if (!_scopes.TryGetValue(job.Id, out var scope) || scope.Opcode != index)
        {
            scope?.Dispose();
            _scopes[job.Id] = scope = new OpcodeScope(job.Id, index, job.Owner, job.Ops[index].Input, Now);
        }
        scope.State = State;
        return scope;
    }

    /// <summary>What was read of a job that has been taken back: another one may get its id within the turn.</summary>
    internal void Forget(long job)
    {
        if (_scopes.Remove(job, out var scope))
            scope.Dispose();
    }

    /// <summary>Ends the turn: whoever still holds this decision can change nothing with it.</summary>
    internal void Close()
    {
        _closed = true;
        foreach (var scope in _scopes.Values)
            scope.Dispose();
    }

    internal Savepoint Mark() => new(State, _events.Count, _rows.Count, _effects.Count);

    internal void RollBack(Savepoint to)
    {
        State = to.State;
        _events.RemoveRange(to.Events, _events.Count - to.Events);
        _rows.RemoveRange(to.Rows, _rows.Count - to.Rows);
        _effects.RemoveRange(to.Effects, _effects.Count - to.Effects);
    }

    /// <summary>An event of this turn in the form in which it is written.</summary>
    internal readonly record struct Decided(Event Happening, string Actor, string Kind, byte[] Payload);

    internal readonly record struct Savepoint(KernelState State, int Events, int Rows, int Effects);
}
