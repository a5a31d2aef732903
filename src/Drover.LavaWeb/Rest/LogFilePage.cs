using Drover.LavaWeb.Sessions;
using Drover.People.Tokens;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary>The log of a test job at the address of LAVA's page, where clients over XML-RPC such as SQUAD fetch it: <c>/scheduler/job/ID/log_file/plain?user=USER&amp;token=TOKEN</c>.</summary>
internal sealed class LogFilePage(LabAccess access)
{
    public const string Path = "/scheduler/job/{id}/log_file/plain";

    public async Task AnswerAsync(Call call)
    {
        try
        {
            var session = new LabSession(access, Holder(call), call.Aborted);
            long job;
            using (var moment = session.Look())
                job = session.Job(moment, call.PathValue("id")).Id;
            using var log = access.Lab.Logs.OpenReader(job) ?? throw new LabRefusedException(StatusCodes.Status404NotFound, $"Test job {job} has no log yet.");
            var stat = log.Stat();
            await LogAnswer.SendAsync(call, "text/plain; charset=utf-8", log, stat.First, stat.End);
        }
        catch (LabRefusedException e)
        {
            throw new RequestException(e.Status, e.Status == StatusCodes.Status404NotFound ? "JOB_UNKNOWN" : "NOT_ALLOWED", e.Message);
        }
    }

    private static TokenHolder? Holder(Call call)
    {
        var (user, token) = (call.Http.Request.Query["user"].ToString(), call.Http.Request.Query["token"].ToString());
        if (user.Length == 0 && token.Length == 0)
            return null;
        return TokenCheck.Holder(call.Kernel.State, token) is { } holder && holder.User == user
            ? holder : throw new LabRefusedException(StatusCodes.Status403Forbidden, "The parameters 'user' and 'token' are no user and token of that user.");
    }
}
