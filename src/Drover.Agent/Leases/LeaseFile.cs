using System.Buffers;
using System.Text.Json;
using Drover.Agent.Identity;

namespace Drover.Agent.Leases;

/// <summary>The leases of a node as they are on record for its guard and its next agent: <c>leases</c> below the run directory, a JSON object. It is replaced as a whole, and
/// not synced: it means nothing after a boot.</summary>
public static class LeaseFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts leases on record.</summary>
    /// <param name="runDirectory">The run directory.</param>
    /// <param name="leases">All that are held.</param>
    /// <exception cref="IOException">They cannot be written; those of before are there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public static void Write(string runDirectory, IEnumerable<HeldLease> leases)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("boot_id"u8, RecordFiles.BootId);
            json.WriteStartArray("leases"u8);
            foreach (var lease in leases)
            {
                json.WriteStartObject();
                json.WriteString("group"u8, lease.Group);
                json.WriteNumber("number"u8, lease.Number);
                json.WriteNumber("ends"u8, lease.Ends.Ticks / TimeSpan.TicksPerMicrosecond);
                json.WriteNumber("time"u8, lease.Time.Ticks / TimeSpan.TicksPerMicrosecond);
                json.WriteBoolean("over"u8, lease.IsOver);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        text.Write("\n"u8);
        WholeFile.Replace(PathIn(runDirectory), text.WrittenSpan, OwnerOnly);
    }

    /// <summary>The leases on record: none when there is no file, or one of another boot; null when it cannot be read.</summary>
    public static IReadOnlyList<HeldLease>? Read(string runDirectory)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathIn(runDirectory)));
            var root = document.RootElement;
            return root.GetProperty("boot_id"u8).GetString() != RecordFiles.BootId ? [] : [.. root.GetProperty("leases"u8).EnumerateArray().Select(ReadOne)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static HeldLease ReadOne(JsonElement lease) => new(
        lease.GetProperty("group"u8).GetString()!, lease.GetProperty("number"u8).GetInt64(),
        TimeSpan.FromMicroseconds(lease.GetProperty("ends"u8).GetInt64()), TimeSpan.FromMicroseconds(lease.GetProperty("time"u8).GetInt64()))
    {
        IsOver = lease.GetProperty("over"u8).GetBoolean(),
    };

    private static string PathIn(string runDirectory) => Path.Combine(runDirectory, "leases");
}
