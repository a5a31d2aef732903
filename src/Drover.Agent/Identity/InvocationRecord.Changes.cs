using System.Buffers;
using System.Text.Json;

namespace Drover.Agent.Identity;

/// <summary>What changes while an invocation lives: all that a later line of its identity file says.</summary>
internal sealed partial record InvocationRecord
{
    /// <param name="target">Takes the line, without its end.</param>
    /// <param name="withNote">Whether note and place of the log have changed; they are long, and most lines leave them out.</param>
    internal void WriteChangeTo(IBufferWriter<byte> target, bool withNote)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        WriteState(json);
        if (withNote)
            WriteNote(json);
        json.WriteEndObject();
    }

    /// <summary>The record after one more line; null if that cannot be read.</summary>
    internal InvocationRecord? With(ReadOnlyMemory<byte> change)
    {
        try
        {
            using var document = JsonDocument.Parse(change);
            var next = WithState(document.RootElement);
            // What was taken note of just before the end may have been written just after it.
            return next.State < State ? this with { Note = next.Note, LogPath = next.LogPath, IsReady = next.IsReady } : next;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void WriteState(Utf8JsonWriter json)
    {
        json.WriteString("state", State switch { InvocationState.Starting => "starting", InvocationState.Running => "running", _ => "exited" });
        json.WriteNumber("pid", Pid);
        json.WriteNumber("start_time", StartTime);
        WriteOptional(json, "cgroup", Cgroup);
        if (IsReady)
            json.WriteBoolean("ready", true);
        if (Exit.Code is { } code)
            json.WriteNumber("exit_code", code);
        if (Exit.Signal is { } signal)
            json.WriteNumber("exit_signal", signal);
        if (Exit.OutOfMemory)
            json.WriteBoolean("out_of_memory", true);
        if (EndedAfterBoot is { } ended)
            json.WriteNumber("ended_after_boot", (long)ended.TotalMilliseconds);
        Session?.WriteTo(json);
    }

    private void WriteNote(Utf8JsonWriter json)
    {
        json.WriteString("log", LogPath);
        if (!Note.HasValue)
            return;
        json.WritePropertyName("note");
        Note.WriteTo(json);
    }

    private InvocationRecord WithState(JsonElement root) => this with
    {
        State = Text(root, "state") switch
        {
            "starting" => InvocationState.Starting,
            "running" => InvocationState.Running,
            "exited" => InvocationState.Exited,
            var other => throw new FormatException($"its state is \"{other}\""),
        },
        Pid = root.GetProperty("pid").GetInt32(),
        StartTime = root.GetProperty("start_time").GetUInt64(),
        Cgroup = Optional(root, "cgroup"),
        LogPath = Optional(root, "log") ?? LogPath,
        Note = root.TryGetProperty("note", out var note) ? RawJson.From(note) : Note,
        IsReady = root.TryGetProperty("ready", out var ready) && ready.GetBoolean(),
        Exit = new ExitStatus(Number(root, "exit_code"), Number(root, "exit_signal"))
        {
            OutOfMemory = root.TryGetProperty("out_of_memory", out var spent) && spent.GetBoolean(),
        },
        Session = SessionRest.Read(root),
        EndedAfterBoot = root.TryGetProperty("ended_after_boot", out var ended) ? TimeSpan.FromMilliseconds(ended.GetInt64()) : null,
    };

    private static int? Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
