namespace Drover.Lab.Definitions;

/// <summary>An address to call.</summary>
/// <param name="Url">The address, with <c>{ FIELD }</c> for attributes of the job.</param>
/// <param name="IsPost">Whether the call carries a body (POST) or none (GET, the default).</param>
/// <param name="Token">What goes into the header, or the description of the submitter's token whose secret goes there; null when no header is sent.</param>
/// <param name="Header">The name of that header. Default Authorization.</param>
/// <param name="Dataset">What the body holds beside the job: minimal (default), logs, results or all.</param>
/// <param name="IsJson">Whether the body is JSON; else it is a form (urlencoded, the default).</param>
public sealed record NotifyCallback(string Url, bool IsPost, string? Token, string Header, string Dataset, bool IsJson)
{
    internal static NotifyCallback Read(Part callback)
    {
        callback.OnlyKeys("a callback", "url", "method", "token", "header", "dataset", "content-type");
        var url = callback.Required("url", "the address to call");
        if (!url.Text("url").StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.Text("url").StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw url.Error("a url to call begins with http:// or https://");
        return new NotifyCallback(
            url.Text("url"),
            callback.Find("method")?.Word("method", "GET", "POST") == "POST",
            callback.Find("token")?.Text("token"),
            callback.Find("header")?.Text("header") ?? "Authorization",
            callback.Find("dataset")?.Word("dataset", "minimal", "logs", "results", "all") ?? "minimal",
            callback.Find("content-type")?.Word("content-type", "json", "urlencoded") == "json");
    }
}
