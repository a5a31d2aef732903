using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Kernel.Configuration;

namespace Drover.Kernel.Events;

/// <summary>Turns events into journal payloads and back. Every event type has one stable name.</summary>
public sealed class EventCodec
{
    private readonly Dictionary<Type, (string Name, JsonTypeInfo Json)> _byType = [];
    private readonly Dictionary<string, JsonTypeInfo> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectKind> _kinds;

    public EventCodec(IEnumerable<ObjectKind> kinds)
    {
        _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        Add("job-submitted", KernelJson.Default.JobSubmitted);
        Add("opcode-waiting", KernelJson.Default.OpcodeWaiting);
        Add("opcode-started", KernelJson.Default.OpcodeStarted);
        Add("opcode-progressed", KernelJson.Default.OpcodeProgressed);
        Add("opcode-ended", KernelJson.Default.OpcodeEnded);
        Add("job-canceling", KernelJson.Default.JobCanceling);
        Add("job-canceled", KernelJson.Default.JobCanceled);
        Add("job-cancel-requested", KernelJson.Default.JobCancelRequested);
        Add("job-priority-changed", KernelJson.Default.JobPriorityChanged);
        Add("jobs-archived", KernelJson.Default.JobsArchived);
        Add("jobs-recovered", KernelJson.Default.JobsRecovered);
        Add("opcode-prepared", KernelJson.Default.OpcodePrepared);
        Add("locks-reconsidered", KernelJson.Default.LocksReconsidered);
        Add("locks-narrowed", KernelJson.Default.LocksNarrowed);
        Add("locks-abandoned", KernelJson.Default.LocksAbandoned);
        Add("abandoned-locks-freed", KernelJson.Default.AbandonedLocksFreed);
        Add("job-held", KernelJson.Default.JobHeld);
        Add("job-released", KernelJson.Default.JobReleased);
        Add("pool-limited", KernelJson.Default.PoolLimited);
        Add("job-ids-skipped", KernelJson.Default.JobIdsSkipped);
    }

    /// <summary>The durable kinds this codec knows.</summary>
    public ObjectKind Kind(string name) =>
        _kinds.TryGetValue(name, out var kind)
            ? kind
            : throw new DroverException("OBJECT_KIND_UNKNOWN",
                $"The state directory holds objects of kind '{name}', which this program does not know. Start the program version that wrote them.");

    /// <summary>Name and payload of an event.</summary>
    public (string Name, byte[] Payload) Encode(Event happening) => happening switch
    {
        ObjectStored stored => ("object-stored", EncodeStored(stored)),
        ObjectRemoved removed => ("object-removed", JsonSerializer.SerializeToUtf8Bytes(
            new RemovedPayload(removed.Kind, removed.Key, Kind(removed.Kind).Version), KernelJson.Default.RemovedPayload)),
        _ when _byType.TryGetValue(happening.GetType(), out var known) =>
            (known.Name, JsonSerializer.SerializeToUtf8Bytes(happening, known.Json)),
        _ => throw new InvalidOperationException($"The event {happening.GetType().Name} has no name in the journal."),
    };

    /// <summary>The event that a record holds.</summary>
    public Event Decode(string name, ReadOnlySpan<byte> payload)
    {
        switch (name)
        {
            case "object-stored":
                var stored = JsonSerializer.Deserialize(payload, KernelJson.Default.StoredPayload)!;
                var kind = Kind(stored.Kind);
                return new ObjectStored(stored.Kind, kind.ReadKey(stored.Key, stored.Version), kind.Decode(stored.Value.Utf8.Span, stored.Version));
            case "object-removed":
                var removed = JsonSerializer.Deserialize(payload, KernelJson.Default.RemovedPayload)!;
                return new ObjectRemoved(removed.Kind, Kind(removed.Kind).ReadKey(removed.Key, removed.Version));
            default:
                return _byName.TryGetValue(name, out var json)
                    ? (Event)JsonSerializer.Deserialize(payload, json)!
                    : throw new DroverException("EVENT_UNKNOWN",
                        $"The journal holds an event '{name}' that this program does not know. Start the program version that wrote it.");
        }
    }

    private byte[] EncodeStored(ObjectStored stored)
    {
        var kind = Kind(stored.Kind);
        return JsonSerializer.SerializeToUtf8Bytes(
            new StoredPayload(stored.Kind, stored.Key, kind.Version, new RawJson(kind.Encode(stored.Value))),
            KernelJson.Default.StoredPayload);
    }

    private void Add<T>(string name, JsonTypeInfo<T> json) where T : Event
    {
        _byType.Add(typeof(T), (name, json));
        _byName.Add(name, json);
    }
}

internal sealed record StoredPayload(string Kind, string Key, int Version, RawJson Value);

/// <param name="Version">Of the key. Builds that knew one version of each kind did not write it.</param>
internal sealed record RemovedPayload(string Kind, string Key, int Version = 1);
