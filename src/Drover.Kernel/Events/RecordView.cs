using System.Text.Json;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Events;

/// <summary>Journal records as one caller may see them, whatever the door.</summary>
/// <param name="kernel">Knows what is declared, and whose a job is.</param>
/// <param name="caller">Who looks.</param>
public sealed class RecordView(IKernel kernel, Caller caller)
{
    private readonly bool _seesAll = AccessGate.Allows(caller, new Permission(AccessAction.Inspect, Protected.Event));
    private (long Job, Principal? Owner) _last;

    /// <summary>The payload without what the caller may not see; null when nothing of it is declared.</summary>
    public RawJson Payload(JournalRecord record)
    {
        if (_seesAll)
            return new RawJson(record.Payload);
        var shown = kernel.Model.Codec.ShownOf(record.Kind);
        if (!shown.IsPublic)
            return RawJson.Null;
        using var payload = JsonDocument.Parse(record.Payload);
        return record.Kind is EventCodec.StoredName or EventCodec.RemovedName
            ? OfObject(shown, payload.RootElement)
            : OfJob(shown, payload.RootElement);
    }

    /// <summary>An object is shown as its kind declares; of one that declares nothing not even the key is.</summary>
    private RawJson OfObject(Disclosure shown, JsonElement payload)
    {
        var kind = payload.GetProperty("kind").GetString()!;
        var members = kernel.Model.Codec.ShownOfObject(kind);
        if (!members.IsPublic)
            return RawJson.Null;
        var key = payload.GetProperty("key").GetString();
        bool Sees(Visibility visibility) => AccessGate.Sees(caller, visibility, kind, key);
        return RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in payload.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (member.NameEquals("value"u8))
                    members.Write(writer, member.Value, Sees);
                else if (shown.Members.TryGetValue(member.Name, out var visibility) && Sees(visibility))
                    member.Value.WriteTo(writer);
                else
                    writer.WriteNullValue();
            }
            writer.WriteEndObject();
        });
    }

    private RawJson OfJob(Disclosure shown, JsonElement payload)
    {
        var id = payload.TryGetProperty("id", out var member) && member.TryGetInt64(out var number) ? number : 0;
        bool Sees(Visibility visibility) => visibility == Visibility.Owner
            ? AccessGate.Allows(caller, Permission.ToJob(AccessAction.Inspect, id, OwnerOf(id)))
            : AccessGate.Sees(caller, visibility, Protected.Event);
        return RawJson.Write(writer => shown.Write(writer, payload, Sees));
    }

    private Principal? OwnerOf(long id)
    {
        if (_last.Job != id)
            _last = (id, kernel.State.Jobs.GetValueOrDefault(id)?.Owner ?? StoredOwnerOf(id));
        return _last.Owner;
    }

    private Principal? StoredOwnerOf(long id)
    {
        using var store = kernel.ReadStore();
        return store.Job(id) is { Phase: not JobPhase.Unfinished } stored ? RowProjection.DecodeIndex(id, stored.Index.Span).Owner : null;
    }
}
