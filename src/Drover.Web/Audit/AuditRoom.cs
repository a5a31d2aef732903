using System.Text.Json;
using Drover.Kernel;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Audit;

/// <summary>Has the journal checked.</summary>
public sealed class AuditRoom(IAudit audit) : IWebRoom
{
    private const string Stream = "text/event-stream";

    /// <summary>How often a stream tells how far the check is.</summary>
    private static readonly TimeSpan s_tell = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Post("/v1/audit/verify", AccessAction.Administer, Protected.Journal, VerifyAsync);

    private async Task VerifyAsync(Call call)
    {
        call.Parameters();
        using var body = await call.BodyAsync();
        var replay = Fields.Read(body.RootElement, "", "replay").Flag("replay", false);
        if (call.Http.Request.Headers.Accept.Any(accept => accept?.Contains(Stream, StringComparison.Ordinal) == true))
        {
            await TellAsync(call, replay);
            return;
        }
        var report = await audit.VerifyAsync(replay, told: null, call.Aborted);
        await call.AnswerAsync(writer => Write(writer, report));
    }

    /// <summary>The same as server-sent events: how far it is, and at last what was found.</summary>
    private async Task TellAsync(Call call, bool replay)
    {
        AuditProgress? progress = null;
        var check = audit.VerifyAsync(replay, now => Volatile.Write(ref progress, now), call.Aborted);
        call.Http.Response.ContentType = Stream;
        call.Http.Response.Headers.CacheControl = "no-store";
        do
        {
            if (Volatile.Read(ref progress) is { } now)
                await call.Http.Response.WriteAsync(Frame("progress", writer => Write(writer, now)), call.Aborted);
        }
        while (!await call.ComesAsync(check, s_tell, call.Aborted));
        var report = await check;
        await call.Http.Response.WriteAsync(Frame("report", writer => Write(writer, report)), call.Aborted);
    }

    private static string Frame(string kind, Action<Utf8JsonWriter> write) => $"event: {kind}\ndata: {RawJson.Write(write)}\n\n";

    private static void Write(Utf8JsonWriter writer, AuditProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteNumber("done"u8, progress.Done);
        writer.WriteNumber("total"u8, progress.Total);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AuditReport report)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok"u8, report.Problems.Count == 0);
        writer.WriteNumber("records"u8, report.Records);
        writer.WriteNumber("first"u8, report.First);
        writer.WriteNumber("last"u8, report.Last);
        writer.WriteBoolean("replayed"u8, report.Replayed);
        writer.WriteStartArray("problems"u8);
        foreach (var problem in report.Problems)
            writer.WriteStringValue(problem);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
