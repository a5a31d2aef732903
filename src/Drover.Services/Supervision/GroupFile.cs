using System.Buffers;
using System.Text.Json;

namespace Drover.Services.Supervision;

/// <summary>What the node records of its groups: one file below the run directory, a JSON object a line, the last one of a group holds. Written before
/// anything is done about a group, so that after a crash it goes on to where it was sent. Nothing is synced: it means nothing after a reboot. A line
/// counts only with its end.</summary>
internal sealed class GroupFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
        var fresh = path + ".new";
        using (var whole = new FileStream(fresh, Options(FileMode.Create)))
        {
            Write(whole, json => json.WriteString("boot_id"u8, bootId));
            foreach (var (group, note) in notes)
                Write(whole, json => Write(json, group, note));
        }
        File.Move(fresh, path, overwrite: true);
        return new GroupFile(new FileStream(path, Options(FileMode.Append)), notes);
    }

    /// <summary>Records a group; null: it is gone. Returns what kept it from that, or null.</summary>
    public string? Write(string group, GroupNote? note)
    {
        try
        {
            Write(_file, json => Write(json, group, note));
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStreamOptions Options(FileMode mode) =>
        new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = OwnerOnly };

    private static void Write(FileStream file, Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        file.Write(line.WrittenSpan);
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
