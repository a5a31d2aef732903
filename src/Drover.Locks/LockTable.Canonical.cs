using System.Buffers;
using System.Text.Json;

namespace Drover.Locks;

public sealed partial class LockTable
{
    /// <summary>
    /// Writes all that the table's answers follow from, as one JSON object: who waits (owner, priority, since, pool, set) and who holds
    /// (owner, pool, abandoned, set), both by owner, the capacities of pools, and the closed locks. Two tables of the same levels and ageing step that
    /// write the same bytes behave the same, whatever the histories that led to them.
    /// </summary>
    public void WriteCanonical(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("waiting");
        foreach (var request in Waiters.Values.Select(waiter => waiter.Request).OrderBy(request => request.Owner))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(request.Owner);
            writer.WriteNumberValue(request.Priority);
            writer.WriteNumberValue(request.Since.Microseconds);
            writer.WriteStringValue(request.Pool);
            request.Set.WriteTo(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("held");
        foreach (var (owner, holding) in Holdings.OrderBy(pair => pair.Key))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(owner);
            writer.WriteStringValue(holding.Pool);
            writer.WriteBooleanValue(holding.Abandoned);
            holding.Set.WriteTo(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("capacities");
        foreach (var (name, pool) in PoolStates)
            if (pool.Capacity is { } capacity)
                writer.WriteNumber(name, capacity);
        writer.WriteEndObject();
        writer.WriteStartArray("closed");
        foreach (var (name, reason) in Closed())
        {
            writer.WriteStringValue(name.ToString());
            writer.WriteStringValue(reason);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
