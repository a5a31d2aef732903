using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.State;

/// <summary>Short names for states: two states with the same digest are the same. In hexadecimal, SHA-256 over a form in which the order of
/// dictionaries does not show.</summary>
public static class StateDigest
{
    /// <summary>Of queue, locks and log serials: what is in no row.</summary>
    public static string OfVolatile(KernelState state) => Of(buffer => WriteVolatile(buffer, state));

    /// <summary>Of everything.</summary>
    public static string OfAll(KernelState state, EventCodec codec) => Of(buffer =>
    {
        WriteVolatile(buffer, state);
        foreach (var entry in state.Jobs.Values)
            buffer.Write(entry is Job job
                ? JsonSerializer.SerializeToUtf8Bytes(job, KernelJson.Default.Job)
                : JsonSerializer.SerializeToUtf8Bytes((FinishedJob)entry, KernelJson.Default.FinishedJob));
        foreach (var (kind, key, value) in state.Objects.Everything())
            buffer.Write(codec.Encode(new ObjectStored(kind, key, value)).Payload);
    });

    private static string Of(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void WriteVolatile(IBufferWriter<byte> buffer, KernelState state)
    {
        using var writer = new Utf8JsonWriter(buffer, RawJson.WriterOptions);
        writer.WriteStartObject();
        var queue = state.Queue;
        writer.WriteNumber("unfinished", queue.Unfinished);
        Write(writer, "ready", queue.Ready, ready => string.Join(' ', ready.Select(key => $"{key.Priority}/{key.Id}")));
        Write(writer, "held", queue.Held, held => $"{held.Charge} {held.Reason}");
        Write(writer, "dependents", queue.Dependents, ids => string.Join(' ', ids));
        Write(writer, "open", queue.OpenDependencies, count => count.ToString(CultureInfo.InvariantCulture));
        Write(writer, "ends", queue.Ends, end => $"{end.Status.Name()} {end.Dependents}");
        Write(writer, "tracked", queue.Tracked, tracked => $"{tracked.Pool} {string.Join(' ', tracked.Charges)}");
        Write(writer, "pools", queue.TrackedByPool, count => count.ToString(CultureInfo.InvariantCulture));
        Write(writer, "charges", queue.ChargeCounts, count => count.ToString(CultureInfo.InvariantCulture));
        Write(writer, "reconsidered", queue.Reconsidered, count => count.ToString(CultureInfo.InvariantCulture));
        Write(writer, "slots", queue.Slots, ids => string.Join(' ', ids));
        Write(writer, "preparing", queue.Preparing.ToImmutableDictionary(id => id, _ => ""), nothing => nothing);
        Write(writer, "serials", state.LogSerials, serial => serial.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.Flush();
        state.Locks.WriteCanonical(buffer);
    }

    private static void Write<TKey, TValue>(
        Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<TKey, TValue>> entries, Func<TValue, string> text)
        where TKey : notnull
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in entries.OrderBy(entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture), StringComparer.Ordinal))
            writer.WriteString(Convert.ToString(key, CultureInfo.InvariantCulture)!, text(value));
        writer.WriteEndObject();
    }
}
