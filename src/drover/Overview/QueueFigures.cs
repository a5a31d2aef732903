using System.Text.Json;

namespace Drover.Cli.Overview;

/// <summary>The queue as a whole.</summary>
internal sealed record QueueFigures(bool Drained, bool Stopping, long Running, long Waiting, long Queued, long Limit)
{
    public static QueueFigures Read(JsonElement queue) => new(
        queue.GetProperty("drained").GetBoolean(), queue.GetProperty("stopping").GetBoolean(), queue.GetProperty("running").GetInt64(),
        queue.GetProperty("waiting").GetInt64(), queue.GetProperty("queued").GetInt64(), queue.GetProperty("limit").GetInt64());
}
