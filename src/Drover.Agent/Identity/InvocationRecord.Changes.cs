using System.Buffers;
using System.Text.Json;

namespace Drover.Agent.Identity;

/// <summary>What a later line of the identity file says: only what has changed since the first.</summary>
internal sealed partial record InvocationRecord
{
    internal void WriteChangeTo(IBufferWriter<byte> target)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteString("state", Word(State));
        json.WriteNumber("pid", Pid);
        json.WriteNumber("start_time", StartTime);
        WriteOptional(json, "cgroup", Cgroup);
        if (Exit.Code is { } code)
            json.WriteNumber("exit_code", code);
        if (Exit.Signal is { } signal)
            json.WriteNumber("exit_signal", signal);
        json.WriteEndObject();
    }

    /// <summary>The record after one more line; null if that cannot be read.</summary>
    internal InvocationRecord? With(ReadOnlyMemory<byte> change)
    {
        try
        {
            using var document = JsonDocument.Parse(change);
            var root = document.RootElement;
            return this with
            {
                State = StateOf(Text(root, "state")),
                Pid = root.GetProperty("pid").GetInt32(),
                StartTime = root.GetProperty("start_time").GetUInt64(),
                Cgroup = Optional(root, "cgroup"),
                Exit = new ExitStatus(OptionalNumber(root, "exit_code"), OptionalNumber(root, "exit_signal")),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Word(InvocationState state) => state switch
    {
        InvocationState.Starting => "starting",
        InvocationState.Running => "running",
        _ => "exited",
    };

    private static InvocationState StateOf(string word) => word switch
    {
        "starting" => InvocationState.Starting,
        "running" => InvocationState.Running,
        "exited" => InvocationState.Exited,
        _ => throw new FormatException($"its state is \"{word}\""),
    };
}
