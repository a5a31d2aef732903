using Drover.Kernel;
using Drover.Web.Calls;

namespace Drover.Web.Audit;

/// <summary>Has the journal checked.</summary>
public sealed class AuditRoom(IAudit audit) : IWebRoom
{
    /// <inheritdoc/>
    public void Map(RouteTable routes) => routes.Post("/v1/audit/verify", AccessAction.Administer, Protected.Journal, VerifyAsync);

    private async Task VerifyAsync(Call call)
    {
        call.Parameters();
        using var body = await call.BodyAsync();
        var replay = Fields.Read(body.RootElement, "", "replay").Flag("replay", false);
        var report = await audit.VerifyAsync(replay, call.Aborted);
        await call.AnswerAsync(writer =>
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
        });
    }
}
