using System.Buffers;
using System.Text.Json;

namespace Drover.Services.Supervision;

/// <summary>What the node records of its groups: one file below the run directory, a JSON object a line, the last one of a group holds. Written before
/// anything is done about a group, so that after a crash it goes on to where it was sent. Nothing is synced: it means nothing after a reboot. A line
/// counts only with its end.</summary>
internal sealed class GroupFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileStreamOptions s_append = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = OwnerOnly };

    private readonly FileStream _file;

    private GroupFile(FileStream file, Dictionary<string, GroupNote> notes) => (_file, Notes) = (file, notes);

    /// <summary>What was on record when it was opened, by group.</summary>
    public IReadOnlyDictionary<string, GroupNote> Notes { get; }

    /// <summary>Opens the file; records of another boot are dropped.</summary>
    public static GroupFile Open(string runDirectory, string bootId)
    {
        var path = Path.Combine(runDirectory, "groups");
        var notes = File.Exists(path) ? Read(File.ReadAllBytes(path), bootId) : [];
        // Written anew at each start, so that it does not grow from daemon to daemon.
        var whole = new ArrayBufferWriter<byte>();
        WriteLine(whole, json => json.WriteString("boot_id"u8, bootId));
        foreach (var (group, note) in notes)
            WriteLine(whole, json => Write(json, group, note));
        WholeFile.Replace(path, whole.WrittenSpan, OwnerOnly);
        return new GroupFile(new FileStream(path, s_append), notes);
    }

    /// <summary>Records a group; null: it is gone. Returns what kept it from that, or null.</summary>
    public string? Write(string group, GroupNote? note)
    {
        try
        {
            var line = new ArrayBufferWriter<byte>(256);
            WriteLine(line, json => Write(json, group, note));
            _file.Write(line.WrittenSpan);
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    public void Dispose() => _file.Dispose();

    private static void WriteLine(ArrayBufferWriter<byte> text, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        text.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, string group, GroupNote? note)
    {
        json.WriteString("group"u8, group);
        if (note is null)
            json.WriteBoolean("removed"u8, true);
        else
            note.Write(json);
    }

    private static Dictionary<string, GroupNote> Read(ReadOnlyMemory<byte> text, string bootId)
    {
        var notes = new Dictionary<string, GroupNote>(StringComparer.Ordinal);
        var isFirst = true;
        for (int end; (end = text.Span.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
        {
            try
            {
                using var document = JsonDocument.Parse(text[..end]);
                var line = document.RootElement;
                if (isFirst && line.GetProperty("boot_id"u8).GetString() != bootId)
                    return [];
                if (isFirst)
                    isFirst = false;
                else if (line.TryGetProperty("removed"u8, out _))
                    notes.Remove(line.GetProperty("group"u8).GetString()!);
                else
                    notes[line.GetProperty("group"u8).GetString()!] = GroupNote.Read(line);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // A full disk has cut it; the one before holds. Without the first one nothing is known of the boot.
                if (isFirst)
                    return [];
            }
        }
        return notes;
    }
}
