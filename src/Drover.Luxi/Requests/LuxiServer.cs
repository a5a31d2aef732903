using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Luxi.Requests.Cluster;
using Drover.Luxi.Transport;
using Drover.Opcodes;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Requests;

/// <summary>What all connections share: turns messages into calls, and carries these out.</summary>
internal sealed class LuxiServer
{
    private readonly ConcurrentBag<OpcodeReader> _readers = [];
    private readonly RequestCache _cache = new();
    private readonly JsonDocumentOptions _json;

    public LuxiServer(IKernel kernel, ICallerGate gate, LuxiOptions options, ILogger log)
    {
        Kernel = kernel;
        Gate = gate;
        Options = options;
        Log = log;
        _json = new JsonDocumentOptions { MaxDepth = options.MaxDepth };
        Opcodes = new OpcodeReadOptions(SubmitPrioritiesOnly: true, ReasonRequired: true, options.MaxDepth);
        OldOpcodes = Opcodes with { ReasonRequired = false };
    }

    public IKernel Kernel { get; }

    public ICallerGate Gate { get; }

    public LuxiOptions Options { get; }

    public ILogger Log { get; }

    /// <summary>What 3.0.2 asks of opcodes.</summary>
    public OpcodeReadOptions Opcodes { get; }

    /// <summary>What 2.6 asks of them: its clients send no reason trail.</summary>
    public OpcodeReadOptions OldOpcodes { get; }

    public ClusterFacts Cluster { get; } = new();

    public OpcodeReader RentReader() => _readers.TryTake(out var reader) ? reader : new OpcodeReader(Kernel.Model);

    public void Return(OpcodeReader reader) => _readers.Add(reader);

    /// <summary>Reads a short message on the loop's thread; null when that would take longer.</summary>
    public LuxiCall? ReadAtOnce(ReadOnlyMemory<byte> message)
    {
        if (_cache.Find(message.Span) is { } known)
            return known;
        try
        {
            var call = Read(message, atOnce: true);
            if (call.Kind == CallKind.Look)
                _cache.Keep(message.Span, call);
            return call;
        }
        catch (NotAtOnceException)
        {
            return null;
        }
    }

    /// <summary>Reads a message. What is no request becomes a call that is refused.</summary>
    /// <exception cref="NotAtOnceException">It was to be read at once and takes longer.</exception>
    public LuxiCall Read(ReadOnlyMemory<byte> message, bool atOnce = false)
    {
        try
        {
            using var document = ParseJson(message);
            return RequestReader.Read(document.RootElement, atOnce, this);
        }
        catch (JsonException error)
        {
            return Malformed($"parsing top-level JSON message: Invalid JSON: {(StartsAsContainer(message.Span)
                ? error.Message
                : "a JSON text a serialized object or array at the top level.")}");
        }
        catch (DroverException error) when (error is not NotAtOnceException)
        {
            return new RefusedCall(error);
        }
        catch (InvalidOperationException)
        {
            // A text is looked at only when it is used: half of a surrogate pair comes to light here.
            return Malformed("parsing top-level JSON message: Invalid JSON: a text is not valid Unicode");
        }
    }

    /// <summary>Carries a call out.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask<LuxiReply> AnswerAsync(LuxiCall call, CallContext context)
    {
        try
        {
            return LuxiReply.Of(await call.ExecuteAsync(context));
        }
        catch (NotAtOnceException)
        {
            return LuxiReply.NotAtOnce;
        }
        catch (RequestException malformed)
        {
            LuxiLog.Malformed(Log, malformed.Message);
            return malformed.Is26 ? LuxiReply.Caught(malformed.Message) : LuxiReply.Malformed(malformed.Message);
        }
        catch (DroverException refusal)
        {
            return LuxiReply.Of(ErrorWording.Of(refusal, call.Is26));
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LuxiLog.Broken(Log, broken);
            return LuxiReply.Of(LuxiReply.Broken(broken));
        }
    }

    private static RefusedCall Malformed(string problem) => new(new RequestException(problem));

    private JsonDocument ParseJson(ReadOnlyMemory<byte> message) =>
        Utf8.IsValid(message.Span) ? JsonDocument.Parse(message, _json) : ParseRepaired(message.Span);

    /// <summary>3.0.2 passes over bytes that are no UTF-8, so they become replacement characters.</summary>
    private JsonDocument ParseRepaired(ReadOnlySpan<byte> message) => JsonDocument.Parse(Encoding.UTF8.GetString(message), _json);

    private static bool StartsAsContainer(ReadOnlySpan<byte> message) => message.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
