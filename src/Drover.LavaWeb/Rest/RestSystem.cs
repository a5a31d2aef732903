using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rest;

/// <summary><c>system/</c>.</summary>
internal static class RestSystem
{
    public static Task AnswerAsync(RestRequest request, string what)
    {
        request.Allow("GET");
        var socket = request.Session.Access.Options.EventSocket;
        return request.JsonAsync(json =>
        {
            json.WriteStartObject();
            switch (what)
            {
                case "version":
                    json.WriteString("version", ClientOptions.Release);
                    break;
                case "whoami":
                    json.WriteString("user", request.Session.Holder?.User ?? "");
                    break;
                case "master_config":
                    json.WriteString("EVENT_TOPIC", request.Session.Access.Options.EventTopic);
                    json.WriteString("EVENT_SOCKET", socket ?? "");
                    json.WriteBoolean("EVENT_NOTIFICATION", socket is not null);
                    json.WriteNumber("LOG_SIZE_LIMIT", request.Session.Access.Options.LogPieceBytes >> 20);
                    break;
                default:
                    throw RestException.NotFound;
            }
            json.WriteEndObject();
        });
    }
}
