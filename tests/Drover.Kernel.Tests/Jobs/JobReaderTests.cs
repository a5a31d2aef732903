using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Jobs;
using Drover.Locks;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>The hand-written reader of jobs reads what the serialiser writes, and nothing that it would refuse.</summary>
public sealed class JobReaderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_job_reads_as_it_was_written(int seed)
    {
        var random = new Random(seed);
        var job = new Job
        {
            Id = random.Next(1, 1_000),
            Owner = Pick(random, Principal.OfUid(0), Principal.OfUid(1000), Principal.Parse("user:ada"), Principal.System),
            Received = new Timestamp(random.NextInt64(1L << 50)),
            Started = Maybe(random),
            Ended = Maybe(random),
            CancelRequested = Maybe(random),
            Trace = Pick(random, null, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            Ops = [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomOpcode(random))],
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(job, KernelJson.Default.Job);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(JobReader.Job(job.Id, bytes), KernelJson.Default.Job)));
        Assert.Equal(job.Id, JobReader.Job(job.Id, bytes).Id);
        foreach (var op in job.Ops)
        {
            var one = JsonSerializer.SerializeToUtf8Bytes(op, KernelJson.Default.Opcode);
            Assert.Equal(one, JsonSerializer.SerializeToUtf8Bytes(JobReader.Opcode(one), KernelJson.Default.Opcode));
        }
    }

    [Theory]
    [InlineData("""{}""", """{"ops":[]}""")]
    [InlineData("""{"ops":[]}""", """{"ops":[]}""")]
    [InlineData("""{"owner":1000,"ops":[{"summary":"S","op":"O","input":{"a":[1,{"b":"\u00e4\""}]},"later":{"x":[1]},"status":"error","result":["a",[]]}],"unknown":[{}]}""",
        """{"ops":[{"op":"O","input":{"a":[1,{"b":"\u00e4\""}]},"summary":"S","status":"error","depends":[],"result":["a",[]]}],"owner":"uid:1000"}""")]
    [InlineData("""{"\u006fwner":7,"started":null,"ops":[{"op":"O","summary":"","input":null}]}""",
        """{"ops":[{"op":"O","input":null,"summary":"","depends":[]}],"owner":"uid:7"}""")]
    [InlineData(""" { "ops" : [ { "op" : "O" , "summary" : "S" , "input" : { } , "depends" : [ {"job_id":4,"statuses":["success"]} ] } ] } """,
        """{"ops":[{"op":"O","input":{ },"summary":"S","depends":[{"job_id":4,"statuses":["success"]}]}]}""")]
    public void Other_forms_of_the_same_are_read_too(string json, string same) =>
        Assert.Equal(same, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(JobReader.Job(1, Encoding.UTF8.GetBytes(json)), KernelJson.Default.Job)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"ops":{}}""")]
    [InlineData("""{"ops":[7]}""")]
    [InlineData("""{"ops":[{}]}""")]
    [InlineData("""{"ops":[{"op":"O","summary":"S"}]}""")]
    [InlineData("""{"ops":[{"op":null,"summary":"S","input":{}}]}""")]
    [InlineData("""{"ops":[{"op":"O","summary":"S","input":{},"status":"sleeping"}]}""")]
    [InlineData("""{"ops":[{"op":"O","summary":"S","input":{"a":}}]}""")]
    [InlineData("""{"owner":"nobody at all"}""")]
    [InlineData("""{"received":"today"}""")]
    public void What_is_no_job_is_refused(string json)
    {
        var error = Assert.ThrowsAny<Exception>(() => JobReader.Job(1, Encoding.UTF8.GetBytes(json)));
        Assert.True(error is JsonException or InvalidOperationException, error.ToString());
    }

    private static Opcode RandomOpcode(Random random) => new()
    {
        OpId = Pick(random, "OP_A", "OP_B"),
        Input = RawJson.String(Pick(random, "x", "ä\"\\", "")),
        Summary = Pick(random, "A", "B(\"c\")", ""),
        Status = (JobStatus)random.Next(7),
        Priority = random.Next(-20, 20),
        Depends = [.. Enumerable.Range(0, random.Next(3)).Select(id => new JobDependency(id + 1, random.Next(2) == 0 ? [] : [JobStatus.Success, JobStatus.Error]))],
        Pool = Pick(random, null, "cluster"),
        Slot = Pick(random, null, "web"),
        Result = random.Next(2) == 0 ? default : RawJson.Null,
        Started = Maybe(random),
        Executed = Maybe(random),
        Ended = Maybe(random),
        Locks = random.Next(3) == 0 ? LockSet.Empty.With("node", ["n1", "n2"], LockMode.Shared) : null,
        Progress = random.Next(2) == 0 ? default : RawJson.String("half"),
    };

    private static Timestamp? Maybe(Random random) => random.Next(2) == 0 ? null : new Timestamp(random.NextInt64(1L << 50));

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
