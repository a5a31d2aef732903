using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;
using Drover.Kernel.Tables;
using Drover.Locks;

namespace Drover.Kernel;

/// <summary>JSON forms of what the kernel stores.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(TimestampConverter), typeof(JobStatusConverter), typeof(LockSetConverter), typeof(PrincipalConverter)])]
[JsonSerializable(typeof(JobSubmitted))]
[JsonSerializable(typeof(OpcodeWaiting))]
[JsonSerializable(typeof(OpcodeStarted))]
[JsonSerializable(typeof(OpcodeProgressed))]
[JsonSerializable(typeof(OpcodeEnded))]
[JsonSerializable(typeof(JobCanceling))]
[JsonSerializable(typeof(JobCanceled))]
[JsonSerializable(typeof(JobCancelRequested))]
[JsonSerializable(typeof(JobPriorityChanged))]
[JsonSerializable(typeof(JobsArchived))]
[JsonSerializable(typeof(JobsRecovered))]
[JsonSerializable(typeof(OpcodePrepared))]
[JsonSerializable(typeof(LocksReconsidered))]
[JsonSerializable(typeof(LocksNarrowed))]
[JsonSerializable(typeof(LocksAbandoned))]
[JsonSerializable(typeof(AbandonedLocksFreed))]
[JsonSerializable(typeof(JobHeld))]
[JsonSerializable(typeof(JobReleased))]
[JsonSerializable(typeof(LockClosed))]
[JsonSerializable(typeof(LockOpened))]
[JsonSerializable(typeof(PoolLimited))]
[JsonSerializable(typeof(JobIdsSkipped))]
[JsonSerializable(typeof(RowsWritten))]
[JsonSerializable(typeof(RowsRemoved))]
[JsonSerializable(typeof(StoredPayload))]
[JsonSerializable(typeof(RemovedPayload))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(FinishedJob))]
[JsonSerializable(typeof(QueueState))]
[JsonSerializable(typeof(JobFilter))]
internal sealed partial class KernelJson : JsonSerializerContext;

internal sealed class JobStatusConverter : JsonConverter<JobStatus>
{
    public override JobStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JobStatuses.TryParse(reader.GetString() ?? "", out var status)
            ? status
            : throw new JsonException($"'{reader.GetString()}' is no job status.");

    public override void Write(Utf8JsonWriter writer, JobStatus value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
}

internal sealed class LockSetConverter : JsonConverter<LockSet>
{
    public override LockSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return LockSet.Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, LockSet value, JsonSerializerOptions options) => value.WriteTo(writer);
}
