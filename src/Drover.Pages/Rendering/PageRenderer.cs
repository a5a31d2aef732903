using System.Security.Cryptography;
using System.Text;
using Drover.Pages.Words;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.Pages.Rendering;

/// <summary>Turns components into answers. Everything is rendered here, before it is sent; nothing stays behind in the daemon.</summary>
/// <param name="loggers">Makes the log.</param>
internal sealed class PageRenderer(ILoggerFactory loggers)
{
    /// <summary>Nothing comes from elsewhere, and nothing that stands in a page is run.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly ServiceProvider s_services = new ServiceCollection().BuildServiceProvider();

    /// <summary>What surrounds a page for the one who asks for it.</summary>
    public static Frame FrameOf(Call call)
    {
        var request = call.Http.Request;
        return new Frame(
            Language.Find(request.Cookies[LanguageCookie]) ?? Language.Accepted(request.Headers.AcceptLanguage), call.Visitor.IsKnown ? call.Caller.Principal.ToString() : null,
            request.Path + request.QueryString, call.Kernel.Clock.GetUtcNow());
    }

    /// <summary>The cookie that keeps the language that a reader has chosen.</summary>
    public const string LanguageCookie = "drover-language";

    /// <summary>Answers with a page.</summary>
    /// <param name="call">The request.</param>
    /// <param name="parameters">Parameters of the component; <c>Frame</c> is one of them.</param>
    /// <param name="status">Status of the answer.</param>
    public async Task AnswerAsync<TPage>(Call call, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        await SendAsync(call, await RenderAsync<TPage>(parameters), status);

    /// <summary>Answers with a page that has been made.</summary>
    public static async Task SendAsync(Call call, RenderedPage page, int status = StatusCodes.Status200OK)
    {
        var (body, tag) = page;
        var response = call.Http.Response;
        Protect(response);
        response.Headers.ETag = tag;
        // A page that is looked at again by its script, and has not changed, is not sent again.
        if (status == StatusCodes.Status200OK && call.Http.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        if (!call.IsHead)
            await response.Body.WriteAsync(body, call.Aborted);
    }

    /// <summary>Headers that every answer to a browser has.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // It depends on who asks and on their language, and a shared machine must not keep it.
        response.Headers.CacheControl = "no-cache, private";
    }

    /// <summary>Makes a page.</summary>
    /// <param name="parameters">Parameters of the component.</param>
    public async Task<RenderedPage> RenderAsync<TPage>(Dictionary<string, object?> parameters) where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(s_services, loggers);
        var text = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        var body = Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + text);
        return new RenderedPage(body, $"\"{Convert.ToHexString(SHA256.HashData(body).AsSpan(0, 8))}\"");
    }
}
