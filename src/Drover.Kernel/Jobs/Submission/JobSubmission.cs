using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Kernel.Jobs;

/// <summary>Turns accepted opcodes into jobs: gives ids, resolves relative dependencies, extends the reason trail.</summary>
internal static class JobSubmission
{
    /// <summary>Submits one job of a row of jobs, under the id that was drawn for it.</summary>
    /// <param name="first">Id of the first job of the row; relative dependencies count back over the row.</param>
    /// <param name="place">Its place in the row, from 0.</param>
    /// <param name="reachBack">Whether it may reach back over ids that were given before this submit.</param>
    /// <param name="departed">How jobs ended that are not listed any more.</param>
    /// <param name="trace">The trace that it is a part of; null for none.</param>
    /// <exception cref="SubmitRefusedException">A relative dependency reaches further back than that, or an operation refuses its opcode.</exception>
    public static void Submit(
        Decision d, long first, int place, Principal owner, IReadOnlyList<AcceptedOpcode> opcodes, bool reachBack, IReadOnlyDictionary<long, JobStatus>? departed,
        string? trace)
    {
        var id = first + place;
        var gone = ImmutableArray.CreateBuilder<DepartedJob>();
        var ops = ImmutableArray.CreateBuilder<SubmittedOpcode>(opcodes.Count);
        for (var index = 0; index < opcodes.Count; index++)
        {
            var opcode = opcodes[index];
            var depends = Resolve(opcode.Depends, first, place, reachBack);
            var input = Complete(opcode, depends, id, index, d.Now);
            var operation = d.Model.Operation(opcode.Schema.OpId);
            ops.Add(new SubmittedOpcode(
                opcode.Schema.OpId, input, opcode.Summary, opcode.Priority, depends,
                operation?.Pool is { } pool && pool != QueueIndex.UsualPool ? pool : null, SlotOf(operation, input)));
            foreach (var dependency in depends)
                if (departed?.TryGetValue(dependency.JobId, out var status) == true && !gone.Any(g => g.Id == dependency.JobId))
                    gone.Add(new DepartedJob(dependency.JobId, status));
        }
        d.Emit(new JobSubmitted(id, owner, ops.MoveToImmutable(), gone.ToImmutable().OrNone(), trace));
        d.Touch(id);
        for (var index = 0; index < opcodes.Count; index++)
            if (d.Model.Operation(opcodes[index].Schema.OpId) is ITurnOperation follower)
                follower.Accepted(d.ScopeOf(d.State.Unfinished(id)!, index, "acceptance"), d);
    }

    /// <summary>Submits the jobs that an operation asks for as parts of the same trace, and returns its result, with the key <c>jobs</c> when there are any.</summary>
    /// <exception cref="DroverException">The result is no JSON, or one of the jobs cannot be submitted.</exception>
    public static RawJson SubmitFollowUps(Decision d, Job parent, OpcodeOutcome outcome)
    {
        outcome.Result.Check("result of the operation");
        if (outcome.Jobs.Count == 0)
            return outcome.Result;
        var first = d.State.QueueState.LastJobId + 1;
        for (var i = 0; i < outcome.Jobs.Count; i++)
            Submit(d, first, i, parent.Owner, outcome.Jobs[i], reachBack: false, departed: null, parent.Trace);
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
            for (var i = 0; i < outcome.Jobs.Count; i++)
            {
                writer.WriteStartArray();
                writer.WriteBooleanValue(true);
                writer.WriteNumberValue(first + i);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static string? SlotOf(Operation? operation, RawJson input)
    {
        if (operation is not { ReplacesOlder: true })
            return null;
        using var parameters = JsonDocument.Parse(input.Utf8);
        return operation.Slot(parameters.RootElement) is { } slot ? $"{operation.Schema.OpId}:{slot}" : null;
    }

    private static ImmutableArray<JobDependency> Resolve(
        IReadOnlyList<OpcodeDependency> depends, long first, int place, bool reachBack)
    {
        if (depends.Count == 0)
            return [];
        var resolved = ImmutableArray.CreateBuilder<JobDependency>(depends.Count);
        foreach (var dependency in depends)
        {
            var job = dependency.Job;
            if (job < 0)
            {
                job += first + place;
                if (job < (reachBack ? 1 : first))
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
        using var writer = new Utf8JsonWriter(buffer, RawJson.WriterOptions);
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
