using System.Globalization;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Workers;

/// <summary>What every request of a worker has.</summary>
internal static class WorkerRequests
{
    /// <summary>The token that a request shows; empty when it shows none.</summary>
    public static string LavaToken(this Call call) => call.Http.Request.Headers["LAVA-Token"].ToString();

    /// <summary>The test job that the path names.</summary>
    /// <exception cref="RequestException">It names none.</exception>
    public static long TestJobId(this Call call) =>
        long.TryParse(call.PathValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new RequestException(StatusCodes.Status404NotFound, "JOB_UNKNOWN", $"'{call.PathValue("id")}' is no id of a test job");

    /// <summary>Says that all is well.</summary>
    public static Task AcceptAsync(this Call call) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });
}
