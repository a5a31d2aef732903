using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Kernel.Configuration;

namespace Drover.Kernel.Events;

/// <summary>Turns events into journal payloads and back. Every event type has one stable name.</summary>
public sealed class EventCodec
{
    internal const string StoredName = "object-stored";
    internal const string RemovedName = "object-removed";

    private readonly Dictionary<Type, (string Name, JsonTypeInfo Json)> _byType = [];
    private readonly Dictionary<string, JsonTypeInfo> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Disclosure> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObjectKind> _kinds;

    /// <summary>Reads and writes events about objects of these kinds.</summary>
    public EventCodec(IEnumerable<ObjectKind> kinds)
    {
        _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        Add("job-submitted", KernelJson.Default.JobSubmitted,
            Shown("id", "owner", "ops.op_id", "ops.summary", "ops.priority", "ops.depends", "ops.pool", "ops.slot", "departed").Owner("ops.input", "trace"));
        Add("opcode-waiting", KernelJson.Default.OpcodeWaiting, Shown("id", "opcode", "wants", "prepares", "charges"));
        Add("opcode-started", KernelJson.Default.OpcodeStarted, Shown("id", "opcode", "locks"));
        Add("opcode-progressed", KernelJson.Default.OpcodeProgressed, Shown("id", "opcode").Owner("progress"));
        Add("opcode-ended", KernelJson.Default.OpcodeEnded, Shown("id", "opcode", "status").Owner("result", "follow_up"));
        Add("job-canceling", KernelJson.Default.JobCanceling, Shown("id"));
        Add("job-canceled", KernelJson.Default.JobCanceled, Shown("id").Owner("result"));
        Add("job-cancel-requested", KernelJson.Default.JobCancelRequested, Shown("id"));
        Add("job-priority-changed", KernelJson.Default.JobPriorityChanged, Shown("id", "priority"));
        Add("jobs-archived", KernelJson.Default.JobsArchived, Shown("ids"));
        Add("jobs-recovered", KernelJson.Default.JobsRecovered,
            Shown("requeued", "failed", "canceled", "lost.id", "resumed", "departed", "closed.level", "closed.name").Operators("reason", "follow_up", "canceled_result", "lost.reason", "closed.reason"));
        Add("opcode-prepared", KernelJson.Default.OpcodePrepared, Shown("id", "opcode", "wants"));
        Add("locks-reconsidered", KernelJson.Default.LocksReconsidered, Shown("id", "opcode", "wants", "anew"));
        Add("locks-narrowed", KernelJson.Default.LocksNarrowed, Shown("id", "opcode", "rest"));
        Add("locks-abandoned", KernelJson.Default.LocksAbandoned, Shown("id"));
        Add("abandoned-locks-freed", KernelJson.Default.AbandonedLocksFreed, Shown("id"));
        Add("job-held", KernelJson.Default.JobHeld, Shown("id", "reason", "charge"));
        Add("job-released", KernelJson.Default.JobReleased, Shown("id"));
        Add("lock-closed", KernelJson.Default.LockClosed, Shown("level", "name").Operators("reason"));
        Add("lock-opened", KernelJson.Default.LockOpened, Shown("level", "name"));
        Add("pool-limited", KernelJson.Default.PoolLimited, Shown("pool", "running"));
        Add("job-ids-skipped", KernelJson.Default.JobIdsSkipped, Shown("last_id"));
        Add("rows-written", KernelJson.Default.RowsWritten, Shown("table").Operators("version", "rows"));
        Add("rows-removed", KernelJson.Default.RowsRemoved, Shown("table").Operators("index", "through"));
        // Of the object itself its kind says what is shown.
        _shown.Add(StoredName, Shown("kind", "key", "version"));
        _shown.Add(RemovedName, Shown("kind", "key", "version"));
    }

    /// <summary>The durable kinds this codec knows.</summary>
    public ObjectKind Kind(string name) =>
        _kinds.TryGetValue(name, out var kind)
            ? kind
            : throw new DroverException("OBJECT_KIND_UNKNOWN",
                $"The state directory holds objects of kind '{name}', which this program does not know. Start the program version that wrote them.");

    /// <summary>Which members of an event are shown to whom; none of one that this program does not know.</summary>
    public Disclosure ShownOf(string name) => _shown.GetValueOrDefault(name, Disclosure.None);

    /// <summary>Which members of an object of some kind are shown to whom.</summary>
    internal Disclosure ShownOfObject(string kind) => _kinds.GetValueOrDefault(kind)?.Shown ?? Disclosure.None;

    /// <summary>Every event but those of objects: its JSON form, and what of that is shown to whom.</summary>
    internal IEnumerable<(string Name, JsonTypeInfo Json, Disclosure Shown)> Declared => _byName.Select(pair => (pair.Key, pair.Value, _shown[pair.Key]));

    /// <summary>Name and payload of an event.</summary>
    public (string Name, byte[] Payload) Encode(Event happening) => happening switch
    {
        ObjectStored stored => (StoredName, EncodeStored(stored)),
        ObjectRemoved removed => (RemovedName, JsonSerializer.SerializeToUtf8Bytes(
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
            case StoredName:
                var stored = JsonSerializer.Deserialize(payload, KernelJson.Default.StoredPayload)!;
                var kind = Kind(stored.Kind);
                return new ObjectStored(stored.Kind, kind.ReadKey(stored.Key, stored.Version), kind.Decode(stored.Value.Utf8.Span, stored.Version));
            case RemovedName:
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

    private static Disclosure Shown(params ReadOnlySpan<string> members) => Disclosure.Everyone(members);

    private void Add<T>(string name, JsonTypeInfo<T> json, Disclosure shown) where T : Event
    {
        _shown.Add(name, shown);
        _byType.Add(typeof(T), (name, json));
        _byName.Add(name, json);
    }
}

internal sealed record StoredPayload(string Kind, string Key, int Version, RawJson Value);

/// <param name="Version">Of the key. Builds that knew one version of each kind did not write it.</param>
internal sealed record RemovedPayload(string Kind, string Key, int Version = 1);
