using System.Collections.Frozen;
using System.Security.Cryptography;
using Drover.Pages.Rendering;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Assets;

/// <summary>The style sheet, the icon and the script of the pages. Their addresses hold a hash of what is in them, so browsers may keep them for ever.</summary>
internal static class AssetFiles
{
    private static readonly FrozenDictionary<string, (string Type, byte[] Content, string Hash)> s_files = new[] { ("drover.css", "text/css"), ("icon.svg", "image/svg+xml"), ("live.js", "text/javascript") }
        .ToFrozenDictionary(file => file.Item1, file => Read(file.Item1, file.Item2), StringComparer.Ordinal);

    /// <summary>Where a file is served.</summary>
    public static string Address(string name) => $"/assets/{s_files[name].Hash}/{name}";

    /// <summary>Serves one.</summary>
    public static Task AnswerAsync(Call call)
    {
        var response = call.Http.Response;
        if (!s_files.TryGetValue(call.PathValue("name"), out var file))
            throw new RequestException(StatusCodes.Status404NotFound, "ROUTE_UNKNOWN", $"There is nothing at {call.Http.Request.Path}.");
        PageRenderer.Protect(response);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.ContentType = file.Type + "; charset=utf-8";
        response.ContentLength = file.Content.Length;
        return call.IsHead ? Task.CompletedTask : response.Body.WriteAsync(file.Content, call.Aborted).AsTask();
    }

    private static (string, byte[], string) Read(string name, string type)
    {
        using var stream = typeof(AssetFiles).Assembly.GetManifestResourceStream(typeof(AssetFiles), name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (type, content, Convert.ToHexString(SHA256.HashData(content).AsSpan(0, 6)));
    }
}
