using System.Text.Json;
using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>The signal of a changed process. The words and figures are those of the table <c>process</c>; what is not known is left out.</summary>
internal static class ProcessSignal
{
    public static void Write(Utf8JsonWriter json, ProcessChange change)
    {
        json.WriteStartObject();
        json.WriteString("node"u8, change.Process.Node);
        json.WriteString("group"u8, change.Process.Group);
        json.WriteString("tag"u8, change.Process.Tag);
        json.WriteString("state"u8, change.State);
        if (change.Pid is { } pid)
            json.WriteNumber("pid"u8, pid);
        if (change.Run is { } run)
            json.WriteNumber("run"u8, run);
        if (change.Restarts is { } restarts)
            json.WriteNumber("restarts"u8, restarts);
        if (change.LastExit is { } end)
            json.WriteString("last_exit"u8, end);
        if (change.Error is { } error)
            json.WriteString("error"u8, error);
        json.WriteEndObject();
    }
}
