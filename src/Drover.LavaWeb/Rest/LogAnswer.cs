using System.Buffers;
using Drover.Kernel.Logs;
using Drover.Web.Calls;

namespace Drover.LavaWeb.Rest;

/// <summary>Answers with a part of the log of a test job, as it is stored.</summary>
internal static class LogAnswer
{
    private const int PieceBytes = 64 << 10;

    public static async Task SendAsync(Call call, string type, ILogReader log, long offset, long until)
    {
        var response = call.Http.Response;
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (call.IsHead)
            return;
        while (offset < until)
        {
            var piece = log.Read(offset, (int)Math.Min(PieceBytes, until - offset));
            if (piece.Bytes.IsEmpty)
                break;
            response.BodyWriter.Write(piece.Bytes.Span);
            await response.BodyWriter.FlushAsync(call.Aborted);
            offset = piece.Next;
        }
    }
}
