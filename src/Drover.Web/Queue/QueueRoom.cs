using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Web.Calls;

namespace Drover.Web.Queue;

/// <summary>Shows the queue, drains it, opens it again.</summary>
public sealed class QueueRoom : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes)
    {
        routes.Get("/v1/queue", Protected.Queue, ShowAsync);
        routes.Put("/v1/queue", AccessAction.Control, Protected.Queue, ChangeAsync);
    }

    private static Task ShowAsync(Call call)
    {
        call.Parameters();
        return TellAsync(call);
    }

    private static async Task ChangeAsync(Call call)
    {
        call.Parameters();
        using var body = await call.BodyAsync();
        var fields = Fields.Read(body.RootElement, "", "drained", "watcher_pause");
        var drained = fields["drained"];
        var pause = fields.Has("watcher_pause");
        if (drained.ValueKind == JsonValueKind.Undefined && !pause)
            throw fields.Missing("drained", "true to refuse new jobs, false to take them again");
        // Both are checked before one is done.
        var flag = fields.Flag("drained", false);
        var until = pause ? fields.Number("watcher_pause", 0, uint.MaxValue) : null;
        if (drained.ValueKind != JsonValueKind.Undefined)
            await call.Kernel.ExecuteAsync(new SetDrainFlag(flag), call.Caller, call.Aborted);
        if (pause)
            await call.Kernel.ExecuteAsync(new SetWatcherPause(
                until is { } moment ? RawJson.Write(writer => writer.WriteNumberValue(moment)) : RawJson.Null), call.Caller, call.Aborted);
        await TellAsync(call);
    }

    private static Task TellAsync(Call call)
    {
        var state = call.Kernel.State;
        var count = QueueCount.Of(state);
        return call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("drained"u8, state.QueueState.Drained);
            writer.WriteBoolean("stopping"u8, call.Kernel.Stopping);
            writer.WritePropertyName("watcher_pause"u8);
            state.QueueState.WatcherPause.WriteTo(writer);
            writer.WriteNumber("unfinished"u8, count.Unfinished);
            writer.WriteNumber("running"u8, count.Running);
            writer.WriteNumber("waiting"u8, count.Waiting);
            writer.WriteNumber("queued"u8, count.Queued);
            writer.WriteNumber("limit"u8, call.Kernel.Model.Options.QueueLimit);
            writer.WriteEndObject();
        });
    }
}
