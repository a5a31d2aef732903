namespace Drover.LavaWeb.Rest;

/// <summary>What there is below the root.</summary>
internal static class RestTable
{
    private static readonly string[] s_resources = ["jobs", "devices", "devicetypes", "workers", "aliases", "tags"];

    /// <exception cref="RestException">There is no such thing.</exception>
    public static Task AnswerAsync(RestRequest request) => request.Path.ToArray() switch
    {
        [] => RootAsync(request),
        ["jobs", .. var below] => RestJobs.AnswerAsync(request, below),
        ["devices", .. var below] => RestDevices.AnswerAsync(request, below),
        ["devicetypes", .. var below] => RestDeviceTypes.AnswerAsync(request, below),
        ["workers", .. var below] => RestWorkers.AnswerAsync(request, below),
        ["aliases", .. var below] => RestAliases.AnswerAsync(request, below),
        ["tags", .. var below] => RestTags.AnswerAsync(request, below),
        ["system", var what] => RestSystem.AnswerAsync(request, what),
        _ => throw RestException.NotFound,
    };

    private static Task RootAsync(RestRequest request)
    {
        request.Allow("GET");
        return request.JsonAsync(json =>
        {
            json.WriteStartObject();
            foreach (var resource in s_resources)
                json.WriteString(resource, request.Address(resource + "/"));
            json.WriteEndObject();
        });
    }
}
