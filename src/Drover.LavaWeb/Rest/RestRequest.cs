using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Drover.LavaWeb.Sessions;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Rest;

/// <summary>One request over REST on its way to its answer.</summary>
internal sealed class RestRequest(Call call, LabSession session, IReadOnlyList<string> path)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public Call Call { get; } = call;

    public LabSession Session { get; } = session;

    /// <summary>Parts of the path below the root.</summary>
    public IReadOnlyList<string> Path { get; } = path;

    public bool IsGet => HttpMethods.IsGet(Call.Http.Request.Method) || HttpMethods.IsHead(Call.Http.Request.Method);

    public bool IsPost => HttpMethods.IsPost(Call.Http.Request.Method);

    /// <summary>Parameters behind the question mark. Of one that is repeated the last counts.</summary>
    public IEnumerable<(string Name, string Value)> Query => Call.Http.Request.Query.Select(parameter => (parameter.Key, parameter.Value[^1] ?? ""));

    public string? Parameter(string name) => Call.Http.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A whole number among the parameters; null when it is not given or none.</summary>
    public long? Number(string name) => long.TryParse(Parameter(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The address of something below the root, for links.</summary>
    public string Address(string below) => $"{Call.Http.Request.Scheme}://{Call.Http.Request.Host}{RestRoom.Root}{below}";

    /// <exception cref="RestException">The request comes by another method.</exception>
    public void Allow(params ReadOnlySpan<string> methods)
    {
        var method = HttpMethods.IsHead(Call.Http.Request.Method) ? HttpMethods.Get : Call.Http.Request.Method;
        if (methods.Contains(method))
            return;
        Call.Http.Response.Headers.Allow = string.Join(", ", methods.ToArray());
        throw RestException.WithDetail(405, $"Method \"{method}\" not allowed.");
    }

    /// <exception cref="RestException">No token was shown.</exception>
    public void RequireUser()
    {
        if (Session.Holder is null)
            throw RestException.WithDetail(403, "Authentication credentials were not provided.");
    }

    /// <exception cref="RestException">The caller is no superuser.</exception>
    public void RequireSuperuser()
    {
        RequireUser();
        if (!Session.IsSuperuser)
            throw RestException.WithDetail(403, "You do not have permission to perform this action.");
    }

    public async Task JsonAsync(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(buffer, s_json))
            write(json);
        await SendAsync(status, "application/json", buffer.WrittenMemory);
    }

    public Task MessageAsync(string message, int status = StatusCodes.Status200OK) => JsonAsync(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteEndObject();
    }, status);

    public Task TextAsync(string type, string text) => SendAsync(StatusCodes.Status200OK, type, Encoding.UTF8.GetBytes(text));

    public Task NoContentAsync()
    {
        Call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task SendAsync(int status, string type, ReadOnlyMemory<byte> body)
    {
        var response = Call.Http.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body.WriteAsync(body, Call.Aborted).AsTask();
    }
}
