using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Drover.Agent.Identity;

/// <summary>How far an invocation has come, as far as its record knows.</summary>
internal enum InvocationState
{
    Starting,
    Running,
    Exited,
}

/// <summary>The identity file of an invocation: one small JSON object.</summary>
internal sealed record InvocationRecord
{
    private const int Version = 1;

    internal required string Invocation { get; init; }
    internal required InvocationState State { get; init; }
    internal required string BootId { get; init; }
    internal required ProcessKey Key { get; init; }
    internal required string Level { get; init; }
    internal required string Mode { get; init; }
    internal required string Command { get; init; }
    internal string? Note { get; init; }
    internal required string LogPath { get; init; }
    internal required long LogLimit { get; init; }
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
        json.WriteString("state", State switch { InvocationState.Starting => "starting", InvocationState.Running => "running", _ => "exited" });
        json.WriteString("boot_id", BootId);
        json.WriteNumber("pid", Pid);
        json.WriteNumber("start_time", StartTime);
        json.WriteString("node", Key.Node);
        json.WriteString("group", Key.Group);
        json.WriteString("tag", Key.Tag);
        json.WriteString("level", Level);
        json.WriteString("mode", Mode);
        json.WriteString("command", Command);
        WriteOptional(json, "note", Note);
        json.WriteString("log", LogPath);
        json.WriteNumber("log_limit", LogLimit);
        json.WriteBoolean("keep_status", KeepStatus);
        json.WriteBoolean("notify", Notify);
        json.WriteNumber("notify_owner", NotifyOwner);
        json.WriteBoolean("use_cgroup", UseCgroup);
        WriteOptional(json, "cgroup", Cgroup);
        WriteOptional(json, "limits", Limits);
        json.WriteString("started", Started.ToString("O", CultureInfo.InvariantCulture));
        if (Exit.Code is { } code)
            json.WriteNumber("exit_code", code);
        if (Exit.Signal is { } signal)
            json.WriteNumber("exit_signal", signal);
        if (Exit.OutOfMemory)
            json.WriteBoolean("out_of_memory", true);
        if (EndedAfterBoot is { } ended)
            json.WriteNumber("ended_after_boot", (long)ended.TotalMilliseconds);
        json.WriteEndObject();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static InvocationRecord Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
                throw new FormatException($"it is of version {root.GetProperty("version").GetInt32()}, this program knows version {Version}");
            return new InvocationRecord
            {
                Invocation = Text(root, "invocation"),
                State = Text(root, "state") switch
                {
                    "starting" => InvocationState.Starting,
                    "running" => InvocationState.Running,
                    "exited" => InvocationState.Exited,
                    var other => throw new FormatException($"its state is \"{other}\""),
                },
                BootId = Text(root, "boot_id"),
                Pid = root.GetProperty("pid").GetInt32(),
                StartTime = root.GetProperty("start_time").GetUInt64(),
                Key = new ProcessKey(Text(root, "node"), Text(root, "group"), Text(root, "tag")),
                Level = Text(root, "level"),
                Mode = Text(root, "mode"),
                Command = Text(root, "command"),
                Note = Optional(root, "note"),
                LogPath = Text(root, "log"),
                LogLimit = root.GetProperty("log_limit").GetInt64(),
                KeepStatus = root.GetProperty("keep_status").GetBoolean(),
                Notify = root.GetProperty("notify").GetBoolean(),
                NotifyOwner = root.GetProperty("notify_owner").GetUInt32(),
                UseCgroup = !root.TryGetProperty("use_cgroup", out var wanted) || wanted.GetBoolean(),
                Cgroup = Optional(root, "cgroup"),
                Limits = Optional(root, "limits"),
                Started = DateTimeOffset.Parse(Text(root, "started"), CultureInfo.InvariantCulture),
                Exit = new ExitStatus(OptionalNumber(root, "exit_code"), OptionalNumber(root, "exit_signal"))
                {
                    OutOfMemory = root.TryGetProperty("out_of_memory", out var spent) && spent.GetBoolean(),
                },
                EndedAfterBoot = root.TryGetProperty("ended_after_boot", out var ended) ? TimeSpan.FromMilliseconds(ended.GetInt64()) : null,
            };
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

    private static int? OptionalNumber(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
