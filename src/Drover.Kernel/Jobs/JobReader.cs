using System.Collections.Immutable;
using System.Text.Json;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>Reads stored jobs and opcodes. By hand, because listings and starts read many thousands of them: what is kept as JSON is passed
/// over once and copied, and texts that repeat from job to job are shared.</summary>
internal static class JobReader
{
    private static readonly PrincipalConverter s_principals = new();

    /// <summary>The last texts that were read on this thread.</summary>
    [ThreadStatic]
    private static string? s_opId, s_summary;

    /// <summary>Reads the body of a job.</summary>
    /// <exception cref="JsonException">It is no job.</exception>
    public static Job Job(long id, ReadOnlySpan<byte> body)
    {
        var reader = Begin(body);
        var ops = ImmutableArray<Opcode>.Empty;
        var (owner, received) = (default(Principal), default(Timestamp));
        Timestamp? started = null, ended = null, canceled = null;
        string? trace = null;
        while (Next(ref reader))
        {
            if (Is(ref reader, "ops"u8))
                ops = Opcodes(ref reader, body);
            else if (Is(ref reader, "owner"u8))
                owner = s_principals.Read(ref reader, typeof(Principal), KernelJson.Default.Options);
            else if (Is(ref reader, "received"u8))
                received = Moment(ref reader) ?? default;
            else if (Is(ref reader, "started"u8))
                started = Moment(ref reader);
            else if (Is(ref reader, "ended"u8))
                ended = Moment(ref reader);
            else if (Is(ref reader, "cancel"u8))
                canceled = Moment(ref reader);
            else if (Is(ref reader, "trace"u8))
                trace = reader.GetString();
            else
                PassOver(ref reader);
        }
        return new Job { Id = id, Owner = owner, Received = received, Started = started, Ended = ended, CancelRequested = canceled, Trace = trace, Ops = ops };
    }

    /// <summary>Reads an opcode that has a row of its own.</summary>
    /// <exception cref="JsonException">It is no opcode.</exception>
    public static Opcode Opcode(ReadOnlySpan<byte> body)
    {
        var reader = Begin(body);
        return Opcode(ref reader, body);
    }

    private static ImmutableArray<Opcode> Opcodes(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The opcodes of a job are no list.");
        var ops = ImmutableArray.CreateBuilder<Opcode>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ops.Add(Opcode(ref reader, body));
        return ops.DrainToImmutable();
    }

    private static Opcode Opcode(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        string? opId = null, summary = null, pool = null, slot = null;
        RawJson input = default, result = default, progress = default;
        Timestamp? started = null, executed = null, ended = null;
        var (status, priority) = (JobStatus.Queued, 0);
        ImmutableArray<JobDependency> depends = [];
        LockSet? locks = null;
        while (Next(ref reader))
        {
            if (Is(ref reader, "op"u8))
                opId = Shared(ref reader, ref s_opId);
            else if (Is(ref reader, "input"u8))
                input = Raw(ref reader, body);
            else if (Is(ref reader, "summary"u8))
                summary = Shared(ref reader, ref s_summary);
            else if (Is(ref reader, "status"u8))
                status = Status(ref reader);
            else if (Is(ref reader, "priority"u8))
                priority = reader.GetInt32();
            else if (Is(ref reader, "depends"u8))
                depends = Dependencies(ref reader);
            else if (Is(ref reader, "result"u8))
                result = Raw(ref reader, body);
            else if (Is(ref reader, "start"u8))
                started = Moment(ref reader);
            else if (Is(ref reader, "exec"u8))
                executed = Moment(ref reader);
            else if (Is(ref reader, "end"u8))
                ended = Moment(ref reader);
            else if (Is(ref reader, "pool"u8))
                pool = reader.GetString();
            else if (Is(ref reader, "slot"u8))
                slot = reader.GetString();
            else if (Is(ref reader, "locks"u8))
                locks = Locks(ref reader);
            else if (Is(ref reader, "progress"u8))
                progress = Raw(ref reader, body);
            else
                PassOver(ref reader);
        }
        if (opId is null || summary is null || !input.HasValue)
            throw new JsonException("An opcode needs 'op', 'input' and 'summary'.");
        return new Opcode
        {
            OpId = opId, Input = input, Summary = summary, Status = status, Priority = priority, Depends = depends, Pool = pool, Slot = slot,
            Result = result, Started = started, Executed = executed, Ended = ended, Locks = locks, Progress = progress,
        };
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() ? reader : throw new JsonException("There is no JSON.");
    }

    /// <summary>Goes to the next property of an object; false at its end.</summary>
    private static bool Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new JsonException("The JSON ends too early.");
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => true,
            JsonTokenType.EndObject => false,
            _ => throw new JsonException($"An object was expected, not {reader.TokenType}."),
        };
    }

    /// <summary>Whether the property has this name; then its value is the current token.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static void PassOver(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static RawJson Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new RawJson(json[start..(int)reader.BytesConsumed].ToArray());
    }

    private static string Shared(ref Utf8JsonReader reader, ref string? last) =>
        last is not null && reader.ValueTextEquals(last) ? last : last = reader.GetString() ?? throw new JsonException("A text was expected, not null.");

    private static Timestamp? Moment(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : new Timestamp(reader.GetInt64());

    private static JobStatus Status(ref Utf8JsonReader reader) =>
        JobStatuses.TryParse(reader.GetString() ?? "", out var status) ? status : throw new JsonException($"'{reader.GetString()}' is no job status.");

    private static ImmutableArray<JobDependency> Dependencies(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? [] : JsonSerializer.Deserialize(ref reader, KernelJson.Default.ImmutableArrayJobDependency);

    private static LockSet? Locks(ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, KernelJson.Default.LockSet);
}
