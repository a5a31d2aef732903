using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Drover.Agent.Native;
using Drover.Nodes.Services;

namespace Drover.Agent.Identity;

/// <summary>How far an invocation has come, as far as its record knows.</summary>
internal enum InvocationState
{
    Starting,
    Running,
    Exited,
}

/// <summary>What the identity file of an invocation holds: a JSON object.</summary>
internal sealed partial record InvocationRecord
{
    /// <summary>1: notes were strings.</summary>
    private const int Version = 2;

    internal required string Invocation { get; init; }
    internal required InvocationState State { get; init; }
    internal required string BootId { get; init; }
    internal required ProcessKey Key { get; init; }
    internal required string Level { get; init; }
    internal required string Mode { get; init; }
    internal required string Command { get; init; }
    internal RawJson Note { get; init; }
    internal required string LogPath { get; init; }
    internal required long LogLimit { get; init; }

    /// <summary>The file that its output went to when it was started, whatever that is called by now; null where older builds did not record it.</summary>
    internal FileIdentity? LogFile { get; init; }

    internal bool KeepStatus { get; init; }
    internal bool Notify { get; init; }
    internal uint NotifyOwner { get; init; }
    internal required DateTimeOffset Started { get; init; }

    /// <summary>Whether it is to have a cgroup.</summary>
    internal bool UseCgroup { get; init; } = true;

    /// <summary>The limits of its tree, for people; null if it has none.</summary>
    internal string? Limits { get; init; }

    /// <summary>Main process, session and group; 0 while starting.</summary>
    internal int Pid { get; init; }

    /// <summary>Field 22 of <c>/proc/PID/stat</c>: clock ticks after boot.</summary>
    internal ulong StartTime { get; init; }

    /// <summary>The directory of its cgroup; null if it has none.</summary>
    internal string? Cgroup { get; init; }

    /// <summary>Where its notification socket is; null where older builds had it.</summary>
    internal string? NotifyPath { get; init; }

    /// <summary>Members of its session that were seen after its end, which keep the number of the session from being another's; null if nobody has looked.</summary>
    internal SessionRest? Session { get; init; }

    /// <summary>Whether it has said that it is ready.</summary>
    internal bool IsReady { get; init; }

    /// <summary>How it ended, for <see cref="InvocationState.Exited"/>.</summary>
    internal ExitStatus Exit { get; init; }

    /// <summary>When it ended, by <see cref="BootClock"/>; null if it has not, or nobody saw it.</summary>
    internal TimeSpan? EndedAfterBoot { get; init; }

    /// <summary>When its main process came to be, by <see cref="BootClock"/>; null while starting.</summary>
    internal TimeSpan? StartedAfterBoot => StartTime == 0 ? null : TimeSpan.FromMilliseconds(StartTime * 10);

    internal void WriteTo(IBufferWriter<byte> target)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("invocation", Invocation);
        WriteState(json);
        WriteNote(json);
        json.WriteString("boot_id", BootId);
        json.WriteString("node", Key.Node);
        json.WriteString("group", Key.Group);
        json.WriteString("tag", Key.Tag);
        json.WriteString("level", Level);
        json.WriteString("mode", Mode);
        json.WriteString("command", Command);
        json.WriteNumber("log_limit", LogLimit);
        WriteOptional(json, "log_file", LogFile?.ToString());
        json.WriteBoolean("keep_status", KeepStatus);
        json.WriteBoolean("notify", Notify);
        json.WriteNumber("notify_owner", NotifyOwner);
        WriteOptional(json, "notify_socket", NotifyPath);
        json.WriteBoolean("use_cgroup", UseCgroup);
        WriteOptional(json, "limits", Limits);
        json.WriteString("started", Started.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    /// <summary>The line that a record begins with, without its end.</summary>
    internal ReadOnlySpan<byte> FirstLine()
    {
        var line = new ArrayBufferWriter<byte>(1024);
        WriteTo(line);
        return line.WrittenSpan;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static InvocationRecord Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() is not (> 0 and <= Version) and var other)
                throw new FormatException($"it is of version {other}, this program knows versions up to {Version}");
            return new InvocationRecord
            {
                Invocation = Text(root, "invocation"),
                State = InvocationState.Starting,
                BootId = Text(root, "boot_id"),
                Key = new ProcessKey(Text(root, "node"), Text(root, "group"), Text(root, "tag")),
                Level = Text(root, "level"),
                Mode = Text(root, "mode"),
                Command = Text(root, "command"),
                LogPath = Text(root, "log"),
                LogLimit = root.GetProperty("log_limit").GetInt64(),
                LogFile = Optional(root, "log_file") is { } file ? FileIdentity.Parse(file) : null,
                KeepStatus = root.GetProperty("keep_status").GetBoolean(),
                Notify = root.GetProperty("notify").GetBoolean(),
                NotifyOwner = root.GetProperty("notify_owner").GetUInt32(),
                NotifyPath = Optional(root, "notify_socket"),
                UseCgroup = root.GetProperty("use_cgroup").GetBoolean(),
                Limits = Optional(root, "limits"),
                Started = DateTimeOffset.Parse(Text(root, "started"), CultureInfo.InvariantCulture),
            }.WithState(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"\"{name}\" is null");

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
