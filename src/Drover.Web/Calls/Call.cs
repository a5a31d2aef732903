using System.Globalization;
using System.Text.Json;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Web.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Drover.Web.Calls;

/// <summary>One request on its way through a route.</summary>
public sealed class Call
{
    private static readonly JsonDocumentOptions s_bodyOptions = new() { MaxDepth = 64 };

    internal Call(HttpContext http, IKernel kernel, CancellationToken stopping)
    {
        Http = http;
        Kernel = kernel;
        Stopping = stopping;
        Visitor = http.Visitor();
    }

    /// <summary>The request and its answer.</summary>
    public HttpContext Http { get; }

    /// <summary>The kernel that is asked.</summary>
    public IKernel Kernel { get; }

    /// <summary>Who is at the other end of the connection.</summary>
    public Visitor Visitor { get; }

    /// <summary>Where the request comes from, for people: an address, or the network of one.</summary>
    public string Address => Http.Connection.RemoteIpAddress is { } from ? Drover.Doors.Visitor.Remote(from).Name : Visitor.Name;

    /// <summary>Who asks.</summary>
    public Caller Caller => Visitor.Caller;

    /// <summary>Whether the caller would be let in now as at the beginning. Whoever follows something is asked again before anything more is told: a token may have been taken away meanwhile, a
    /// session have ended, an account have got another role.</summary>
    public bool IsStillLetIn => Http.Features.Get<Standing>() is not { Holds: false };

    /// <summary>Whether the caller may see input, result and log of a job.</summary>
    public bool MayInspect(JobEntry job) => AccessGate.Allows(Caller, Permission.ToJob(AccessAction.Inspect, job));

    /// <summary>Whether the caller may see what is declared so.</summary>
    public bool Sees(Visibility visibility, string resource, string? key = null) => AccessGate.Sees(Caller, visibility, resource, key);

    /// <summary>The client went away.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The daemon closes its doors.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The job that the path names.</summary>
    public long JobId
    {
        get
        {
            var text = PathValue("id");
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                ? id
                : throw RequestException.Bad("JOB_ID_INVALID", $"'{text}' is no job id; job ids are whole numbers from 1.", "id");
        }
    }

    public string PathValue(string name) => (string)Http.GetRouteValue(name)!;

    /// <summary>The name at the end of the path, as the client wrote it. The server decodes all of a path but slashes, which leaves a name with a percent sign ambiguous.</summary>
    public string LastName
    {
        get
        {
            var path = Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
            return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        }
    }

    /// <summary>Parameters behind the question mark; only the named ones are taken.</summary>
    public Parameters Parameters(params ReadOnlySpan<string> names) => Calls.Parameters.Read(Http.Request.Query, names);

    /// <summary>Waits for something, at most as long as a stream may be silent; false when it did not come.</summary>
    public async Task<bool> ComesAsync(Task awaited, TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            await awaited.WaitAsync(most, Kernel.Clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether only the head of the answer is wanted: what follows it need not be made, and a stream would have no end.</summary>
    public bool IsHead => HttpMethods.IsHead(Http.Request.Method);

    /// <summary>Reads the body. Without a body, an empty object.</summary>
    /// <exception cref="RequestException">It is no JSON, or encoded.</exception>
    public async Task<JsonDocument> BodyAsync()
    {
        CheckEncoding();
        if (Http.Request.ContentLength == 0 || (Http.Request.ContentLength is null && Http.Request.Headers.TransferEncoding.Count == 0))
            return JsonDocument.Parse("{}"u8.ToArray());
        try
        {
            return await JsonDocument.ParseAsync(Http.Request.Body, s_bodyOptions, Aborted);
        }
        catch (JsonException e)
        {
            throw RequestException.Bad("JSON_INVALID",
                $"The body is not valid JSON from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on. Correct it there; lists and objects may be nested {s_bodyOptions.MaxDepth} deep.");
        }
    }

    /// <summary>Nothing is unpacked here: the limit of a body would not hold for what comes out.</summary>
    private void CheckEncoding()
    {
        foreach (var coding in Http.Request.Headers.ContentEncoding.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            if (!coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "ENCODING_UNKNOWN",
                    "The header Content-Encoding names what is not understood here. Send the body as plain JSON, without that header.", "Content-Encoding");
    }

    public Task AnswerAsync(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) =>
        JsonAnswer.WriteAsync(Http.Response, status, write, Aborted);
}
