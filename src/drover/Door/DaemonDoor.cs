using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>
/// Requests to the daemon: HTTP/1.1 over its UNIX socket, one connection each. Written over <see cref="Socket"/> because
/// HttpClient adds some 26 ms to every start (docs/adr/0002-cli-parser.md).
/// </summary>
/// <param name="socketPath">The socket.</param>
/// <param name="silence">How long it may be silent; a stream somewhat longer.</param>
/// <param name="interrupt">Ends whatever waits.</param>
internal sealed class DaemonDoor(SocketPath socketPath, TimeSpan silence, CancellationToken interrupt)
{
    private const string EventStreamType = "text/event-stream";

    /// <summary>How what the daemon sends is read.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 128 };

    public string Path => socketPath.Path;

    /// <summary>The trace that what is changed by this run is a part of; null for none.</summary>
    public string? Trace { get; init; }

    /// <summary>Until when anything is waited for, where a request does not say; null for ever.</summary>
    public Deadline? Until { get; set; }

    /// <summary>A daemon has taken a connection of this run, so it is there, or was.</summary>
    public bool WasReached { get; private set; }

    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public JsonDocument Get(string target, Deadline? deadline = null) => Json("GET", target, default, deadline);

    public JsonDocument Post(string target, ReadOnlyMemory<byte> body) => Json("POST", target, body);

    /// <summary>Posts what takes the daemon as long as it takes. Whether it answers at all is seen before.</summary>
    public JsonDocument PostLong(string target, ReadOnlyMemory<byte> body)
    {
        Get("/livez").Dispose();
        return Json("POST", target, body, deadline: null, patience: null);
    }

    public JsonDocument Put(string target, ReadOnlyMemory<byte> body) => Json("PUT", target, body);

    /// <summary>Opens a stream of server-sent events, from the one after <paramref name="after"/>, or from now.</summary>
    /// <param name="after">Number of the last event seen.</param>
    /// <param name="signals">Kinds of signals that are to come between the events, or <c>all</c>; null for none.</param>
    public EventStream Events(string? after, string? signals)
    {
        string?[] parameters =
        [
            after is null ? null : $"after={Uri.EscapeDataString(after)}",
            signals is null ? null : $"signals={Uri.EscapeDataString(signals)}",
        ];
        var query = string.Join('&', parameters.Where(p => p is not null));
        return Stream(query.Length == 0 ? "/v1/events" : $"/v1/events?{query}");
    }

    /// <summary>Opens any stream of server-sent events.</summary>
    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public EventStream Stream(string target, Deadline? deadline = null)
    {
        return Opened(Send("GET", target, default, EventStreamType, deadline, silence));
    }

    /// <summary>Posts something that is told of as it goes on.</summary>
    public EventStream PostStream(string target, ReadOnlyMemory<byte> body) => Opened(Send("POST", target, body, EventStreamType, Until, silence));

    private EventStream Opened(HttpReply reply)
    {
        if (reply.Status == 200)
        {
            reply.Silence = AnswerTime.OfStream(silence);
            return new EventStream(reply);
        }

        using (reply)
            throw ErrorReply.Read(reply.Status, reply.ReadToEnd());
    }

    /// <summary>Takes an answer of bytes piece by piece.</summary>
    public void Copy(string target, Action<ReadOnlySpan<byte>> take)
    {
        using var reply = Send("GET", target, default, "application/octet-stream", deadline: null, silence);
        if (reply.Status != 200)
            throw ErrorReply.Read(reply.Status, reply.ReadToEnd());
        var buffer = new byte[32 * 1024];
        while (reply.Read(buffer) is > 0 and var count)
            take(buffer.AsSpan(0, count));
    }

    /// <summary>Takes an answer of JSON objects, each on a line of its own.</summary>
    public void Lines(string target, Action<string> take)
    {
        using var reply = Send("GET", target, default, "application/x-ndjson", deadline: null, silence);
        if (reply.Status != 200)
            throw ErrorReply.Read(reply.Status, reply.ReadToEnd());
        using var lines = new ReplyLines(reply);
        while (lines.Next() is { } line)
            take(line);
    }

    private JsonDocument Json(string method, string target, ReadOnlyMemory<byte> body, Deadline? deadline = null) => Json(method, target, body, deadline, silence);

    private JsonDocument Json(string method, string target, ReadOnlyMemory<byte> body, Deadline? deadline, TimeSpan? patience)
    {
        using var reply = Send(method, target, body, "application/json", deadline, patience);
        var content = reply.ReadToEnd();
        if (reply.Status is < 200 or > 299)
            throw ErrorReply.Read(reply.Status, content);
        try
        {
            return JsonDocument.Parse(content, Reading);
        }
        catch (JsonException)
        {
            throw HttpReply.Broken(Language.Say("reply.not-json", method, target));
        }
    }

    private HttpReply Send(string method, string target, ReadOnlyMemory<byte> body, string accept, Deadline? deadline, TimeSpan? patience)
    {
        var socket = Connect();
        try
        {
            var head = $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n";
            if (method != "GET")
                head += string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
            if (method != "GET" && Trace is { } trace)
                head += $"traceparent: {trace}\r\n";
            var request = new byte[Encoding.UTF8.GetByteCount(head) + 2 + body.Length];
            var length = Encoding.UTF8.GetBytes(head, request);
            "\r\n"u8.CopyTo(request.AsSpan(length));
            body.Span.CopyTo(request.AsSpan(length + 2));
            return HttpReply.Exchange(socket, request, deadline ?? Until, patience, socketPath.Path, interrupt);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket Connect()
    {
        UnixDomainSocketEndPoint address;
        try
        {
            address = new UnixDomainSocketEndPoint(socketPath.Path);
        }
        catch (ArgumentException)
        {
            throw CliException.Usage(Language.Say("socket.path", socketPath.Path));
        }

        // A limit of sends holds for connect(2) too, which waits where a daemon that is stopped has not taken those before.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = (int)Math.Clamp(silence.TotalMilliseconds, 1, int.MaxValue) };
        try
        {
            socket.Connect(address);
            WasReached = true;
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw NoDaemon(e.SocketErrorCode);
        }
    }

    private CliException NoDaemon(SocketError error)
    {
        if (error is SocketError.WouldBlock or SocketError.TimedOut)
            return AnswerTime.Over(socketPath.Path, silence);
        if (error == SocketError.AccessDenied)
        {
            return new("SOCKET_DENIED", Language.Say("socket.denied", socketPath.Path), ExitCode.NoDaemon,
                Language.Say("socket.denied.hint"));
        }

        var tried = string.Join(" and ", socketPath.Tried);
        if (SocketPath.OtherThing(socketPath.Path) is { } thing)
            return new("NO_SOCKET", Language.Say("socket.other", socketPath.Path, thing), ExitCode.NoDaemon, Language.Say("socket.other.hint"));
        var why = File.Exists(socketPath.Path) ? Language.Say("socket.nobody") : Language.Say("socket.none");
        return new("NO_DAEMON", Language.Say("no-daemon", tried, why), ExitCode.NoDaemon,
            Language.Say("no-daemon.hint"))
        { MayPass = true };
    }
}
