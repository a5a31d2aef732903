using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.State;

/// <summary>How much a step of a job writes.</summary>
public sealed class RowProjectionTests
{
    private static readonly KernelModel s_model = new(new KernelOptions(), [new TestDomain()]);
    private static readonly RowProjection s_projection = new(s_model.Codec);

    [Fact]
    public void A_step_of_a_job_of_20_000_opcodes_writes_a_few_hundred_bytes()
    {
        var (state, rows) = Apply(s_model.EmptyState, Submitted(20_000));
        Assert.Equal(20_002, rows.Count);
        foreach (var happening in new Event[]
        {
            new OpcodeWaiting(1, 0), new OpcodeStarted(1, 0, null), new OpcodeEnded(1, 0, JobStatus.Success, RawJson.String("done"), default),
            new OpcodeWaiting(1, 1),
        })
        {
            (state, rows) = Apply(state, happening);
            Assert.InRange(Bytes(rows), 1, 500);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(RowProjection.InlineOpcodes, 0)]
    [InlineData(RowProjection.InlineOpcodes + 1, RowProjection.InlineOpcodes + 1)]
    public void Opcodes_of_a_short_job_are_part_of_its_row(int opcodes, int apart)
    {
        var (state, rows) = Apply(s_model.EmptyState, Submitted(opcodes));
        Assert.Equal(apart, rows.OfType<OpcodeRow>().Count());
        Assert.Equal(apart, rows.OfType<JobRow>().Single().Opcodes);

        var decoded = RowProjection.Decode(Stored(rows));
        Assert.Equal(state.Unfinished(1)!.Ops.Select(op => op.Input), decoded.Ops.Select(op => op.Input));
        Assert.Equal(1, decoded.Id);
    }

    [Fact]
    public void A_batch_writes_each_changed_opcode_once_and_the_end_of_a_job_writes_all_that_ended()
    {
        var (state, _) = Apply(s_model.EmptyState, Submitted(30));
        (_, var rows) = Apply(state, new OpcodeWaiting(1, 0), new OpcodeStarted(1, 0, null),
            new OpcodeEnded(1, 0, JobStatus.Success, RawJson.Null, default), new OpcodeWaiting(1, 1));
        Assert.Equal([0, 1], rows.OfType<OpcodeRow>().Select(row => row.Opcode));
        (var after, rows) = Apply(state, new JobCanceled(1, RawJson.Null));
        Assert.Equal(Enumerable.Range(0, 30), rows.OfType<OpcodeRow>().Select(row => row.Opcode));
        Assert.Equal(JobPhase.Finished, rows.OfType<JobRow>().Single().Phase);
        Assert.IsType<FinishedJob>(after.Jobs[1]);
    }

    private static JobSubmitted Submitted(int opcodes) => new(1, default, [.. Enumerable.Range(0, opcodes).Select(i =>
        new SubmittedOpcode("OP_NOTE", new RawJson(System.Text.Encoding.UTF8.GetBytes($$"""{"OP_ID":"OP_NOTE","text":"{{i}}"}""")), $"NOTE({i})", 0, []))]);

    private static (KernelState State, List<RowChange> Rows) Apply(KernelState before, params Event[] events)
    {
        var state = events.Aggregate(before, (state, happening) => Applier.Apply(state, happening, new Timestamp(1_000_000)));
        return (state, s_projection.Rows(before, state, events));
    }

    private static StoredJob Stored(List<RowChange> rows)
    {
        var job = rows.OfType<JobRow>().Single();
        return new StoredJob(job.Id, job.Phase, job.Index, job.Body) { Opcodes = [.. rows.OfType<OpcodeRow>().Select(row => row.Body)] };
    }

    private static int Bytes(List<RowChange> rows) => rows.Sum(row => row switch
    {
        JobRow job => job.Index.Length + job.Body.Length,
        OpcodeRow opcode => opcode.Body.Length,
        ObjectRow stored => stored.Body?.Length ?? 0,
        _ => 0,
    });
}
