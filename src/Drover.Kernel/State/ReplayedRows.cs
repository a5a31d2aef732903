using Drover.Kernel.Journal;
using Drover.Kernel.Tables;

namespace Drover.Kernel.State;

/// <summary>The rows that a replay has made so far: of finished jobs only a digest.</summary>
internal sealed class ReplayedRows(KernelModel model)
{
    private const int MaxProblems = 50;

    private readonly Dictionary<long, JobRow> _jobs = [];
    private readonly Dictionary<long, ReadOnlyMemory<byte>[]> _opcodes = [];
    private readonly Dictionary<(string, string), ReadOnlyMemory<byte>> _objects = [];
    private readonly TableReplay _tables = new();

    /// <summary>Begins with base rows, and answers the state that they make.</summary>
    public KernelState Begin(IRowReader from)
    {
        var state = model.EmptyState;
        foreach (var stored in from.Objects())
        {
            var kind = model.Codec.Kind(stored.ObjectKind);
            var value = kind.Decode(stored.Body.Span, stored.Version);
            state = state with { Objects = state.Objects.With(stored.ObjectKind, stored.Key, value) };
            _objects[(stored.ObjectKind, stored.Key)] = kind.Encode(value);
        }
        foreach (var phase in Enum.GetValues<JobPhase>())
            foreach (var stored in from.Jobs(phase))
            {
                if (phase != JobPhase.Unfinished)
                {
                    _jobs[stored.Id] = new JobRow(stored.Id, phase, stored.Index, stored.Body);
                    if (phase == JobPhase.Finished)
                        state = state with { Jobs = state.Jobs.Add(stored.Id, RowProjection.DecodeIndex(stored.Id, stored.Index.Span)) };
                    continue;
                }
                var job = RowProjection.Decode(stored);
                state = state with { Jobs = state.Jobs.Add(job.Id, job) };
                Take(RowProjection.Encode(job));
            }
        return state;
    }

    /// <summary>Takes over what a record changed.</summary>
    public void Take(IReadOnlyList<RowChange> rows)
    {
        foreach (var change in rows)
            switch (change)
            {
                case JobRow job:
                    _jobs[job.Id] = job;
                    if (job.Opcodes > 0 && !_opcodes.ContainsKey(job.Id))
                        _opcodes[job.Id] = new ReadOnlyMemory<byte>[job.Opcodes];
                    break;
                case OpcodeRow opcode:
                    _opcodes[opcode.JobId][opcode.Opcode] = opcode.Body;
                    break;
                case JobArchival archival:
                    foreach (var id in archival.Ids)
                        _jobs[id] = _jobs[id] with { Phase = JobPhase.Archived };
                    break;
                case ObjectRow { Body: { } body } stored:
                    _objects[(stored.ObjectKind, stored.Key)] = body;
                    break;
                case ObjectRow removed:
                    _objects.Remove((removed.ObjectKind, removed.Key));
                    break;
                case TableRow row:
                    _tables.Take(row);
                    break;
                case TableCut cut:
                    _tables.Take(cut);
                    break;
            }
        foreach (var job in rows.OfType<JobRow>())
            if (job.Phase == JobPhase.Finished)
            {
                _jobs[job.Id] = Digest(job);
                _opcodes.Remove(job.Id);
            }
    }

    /// <summary>Compares with what is stored, and tells every difference up to a limit.</summary>
    public void Compare(IStoreReader reader, List<string> problems)
    {
        foreach (var phase in Enum.GetValues<JobPhase>())
            foreach (var stored in reader.Jobs(phase))
            {
                if (!_jobs.Remove(stored.Id, out var made))
                    Add(problems, $"Job {stored.Id} is stored, but the journal does not make it.");
                else if (made.Phase != phase || !IsSame(made, stored))
                    Add(problems, $"Job {stored.Id} is stored otherwise than the journal makes it.");
            }
        foreach (var id in _jobs.Keys.Order())
            Add(problems, $"Job {id} is in the journal, but not stored.");

        foreach (var stored in reader.Objects())
        {
            if (!_objects.Remove((stored.ObjectKind, stored.Key), out var body))
                Add(problems, $"The {stored.ObjectKind} '{stored.Key}' is stored, but the journal does not make it.");
            else if (!body.Span.SequenceEqual(stored.Body.Span))
                Add(problems, $"The {stored.ObjectKind} '{stored.Key}' is stored otherwise than the journal makes it.");
        }
        foreach (var (kind, key) in _objects.Keys.Order())
            Add(problems, $"The {kind} '{key}' is in the journal, but not stored.");
        _tables.Compare(reader, model.Tables.Select(table => table.Name), reader.Anchor.BaseSequence == 0, problem => Add(problems, problem));
    }

    private bool IsSame(JobRow made, StoredJob stored) => stored.Phase == JobPhase.Unfinished
        ? made.Body.Span.SequenceEqual(stored.Body.Span)
            && stored.Opcodes.Count == made.Opcodes
            && stored.Opcodes.Zip(_opcodes.GetValueOrDefault(made.Id, [])).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span))
        : made.Body.Span.SequenceEqual(BaseRows.Digest(stored).Body.Span);

    private JobRow Digest(JobRow job) => BaseRows.Digest(new StoredJob(job.Id, job.Phase, job.Index, job.Body)
    {
        Opcodes = _opcodes.GetValueOrDefault(job.Id, []),
    });

    private static void Add(List<string> problems, string text)
    {
        if (problems.Count < MaxProblems)
            problems.Add(text);
    }
}
