using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>Turns accepted opcodes into jobs: gives ids, resolves relative dependencies, extends the reason trail.</summary>
internal static class JobSubmission
{
    private static readonly IReadOnlyDictionary<long, JobStatus> s_none = ImmutableDictionary<long, JobStatus>.Empty;

    /// <summary>Submits one job under the id that the caller has drawn for it.</summary>
    /// <param name="earlier">Ids that a relative dependency counts back over, in the order in which they were given.</param>
    /// <param name="reachBack">Whether it may reach back over ids that were given before this submit.</param>
    /// <exception cref="SubmitRefusedException">A relative dependency reaches further back than that.</exception>
    public static void Submit(
        Decision d, long id, Principal owner, IReadOnlyList<AcceptedOpcode> opcodes,
        IReadOnlyList<long> earlier, bool reachBack, IReadOnlyDictionary<long, JobStatus> departed)
    {
        var ops = ImmutableArray.CreateBuilder<SubmittedOpcode>(opcodes.Count);
        for (var index = 0; index < opcodes.Count; index++)
        {
            var opcode = opcodes[index];
            var depends = Resolve(opcode.Depends, id, earlier, reachBack);
            ops.Add(new SubmittedOpcode(
                opcode.Schema.OpId, Complete(opcode, depends, id, index, d.Now), opcode.Summary, opcode.Priority, depends));
        }
        d.Emit(new JobSubmitted(id, owner, ops.MoveToImmutable()));
        d.Touch(id);
        if (d.State.Unfinished(id) is { } job)
            Scheduler.Enqueue(d, job, departed);
    }

    /// <summary>Submits the jobs that an operation asks for and returns its result, with the key <c>jobs</c> when there are any.</summary>
    public static RawJson SubmitFollowUps(Decision d, long parent, Job parentJob, OpcodeOutcome outcome)
    {
        if (outcome.Jobs.Count == 0)
            return outcome.Result;
        var ids = new List<long>();
        foreach (var opcodes in outcome.Jobs)
        {
            var id = d.State.QueueState.LastJobId + 1;
            Submit(d, id, parentJob.Owner, opcodes, ids, reachBack: false, s_none);
            ids.Add(id);
        }
        return RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            if (outcome.Result.HasValue && outcome.Result.Utf8.Span[0] == '{')
            {
                using var extra = JsonDocument.Parse(outcome.Result.Utf8);
                foreach (var property in extra.RootElement.EnumerateObject())
                    property.WriteTo(writer);
            }
            writer.WriteStartArray("jobs");
            foreach (var id in ids)
            {
                writer.WriteStartArray();
                writer.WriteBooleanValue(true);
                writer.WriteNumberValue(id);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static ImmutableArray<JobDependency> Resolve(
        IReadOnlyList<OpcodeDependency> depends, long id, IReadOnlyList<long> earlier, bool reachBack)
    {
        if (depends.Count == 0)
            return [];
        var resolved = ImmutableArray.CreateBuilder<JobDependency>(depends.Count);
        foreach (var dependency in depends)
        {
            var job = dependency.Job;
            if (job < 0)
            {
                var position = earlier.Count + job;
                job = position >= 0 ? earlier[(int)position] : id + dependency.Job;
                if (position < 0 && (!reachBack || job < 1))
                    throw new SubmitRefusedException("JOB_RELATIVE_DEPENDENCY", $"Unable to resolve relative job ID {dependency.Job}");
            }
            resolved.Add(new JobDependency(job, [.. dependency.Statuses.Select(Parse)]));
        }
        return resolved.MoveToImmutable();
    }

    private static JobStatus Parse(string status) =>
        JobStatuses.TryParse(status, out var parsed) ? parsed : throw new InvalidOperationException($"'{status}' is no job status.");

    /// <summary>The opcode as it is stored: parameters, then dependencies, then the reason trail with our own entry at its end.</summary>
    private static RawJson Complete(AcceptedOpcode opcode, ImmutableArray<JobDependency> depends, long id, int index, Timestamp now)
    {
        var buffer = new ArrayBufferWriter<byte>(opcode.Head.Length + opcode.ReasonItems.Length + 160);
        buffer.Write(opcode.Head.Span);
        buffer.Write(",\"depends\":"u8);
        WriteDepends(buffer, depends);
        buffer.Write(",\"reason\":["u8);
        buffer.Write(opcode.ReasonItems.Span);
        var source = opcode.Schema.OpId.AsSpan(3).ToString().ToLowerInvariant();
        var entry = string.Create(CultureInfo.InvariantCulture,
            $"{(opcode.ReasonItems.IsEmpty ? "" : ",")}[\"gnt:opcode:{source}\",\"job={id};index={index}\",{now.Microseconds}000]]}}");
        Encoding.UTF8.GetBytes(entry, buffer);
        return new RawJson(buffer.WrittenMemory);
    }

    private static void WriteDepends(ArrayBufferWriter<byte> buffer, ImmutableArray<JobDependency> depends)
    {
        if (depends.IsEmpty)
        {
            buffer.Write("null"u8);
            return;
        }
        using var writer = new Utf8JsonWriter(buffer, KernelJson.WriterOptions);
        writer.WriteStartArray();
        foreach (var dependency in depends)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(dependency.JobId);
            writer.WriteStartArray();
            foreach (var status in dependency.Statuses)
                writer.WriteStringValue(status.Name());
            writer.WriteEndArray();
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }
}
