using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Drover.Doors;
using Drover.Kernel;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Luxi.Requests.Cluster;
using Drover.Luxi.Transport;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Requests;

/// <summary>What all connections share: turns messages into calls, and carries these out.</summary>
internal sealed class LuxiServer
{
    private readonly ConcurrentBag<OpcodeReader> _readers = [];
    private readonly JsonDocumentOptions _json;

    public LuxiServer(IKernel kernel, ICallerGate gate, LuxiOptions options, ILogger log)
    {
        Kernel = kernel;
        Gate = gate;
        Options = options;
        Log = log;
        _json = new JsonDocumentOptions { MaxDepth = options.MaxDepth };
        Opcodes = OpcodeReadOptions.Luxi with { MaxDepth = options.MaxDepth };
        OldOpcodes = OpcodeReadOptions.LuxiOld with { MaxDepth = options.MaxDepth };
    }

    public IKernel Kernel { get; }

    public ICallerGate Gate { get; }

    public LuxiOptions Options { get; }

    public ILogger Log { get; }

    public OpcodeReadOptions Opcodes { get; }

    public OpcodeReadOptions OldOpcodes { get; }

    public ClusterFacts Cluster { get; } = new();

    public OpcodeReader RentReader() => _readers.TryTake(out var reader) ? reader : new OpcodeReader(Kernel.Model);

    public void Return(OpcodeReader reader) => _readers.Add(reader);

    /// <summary>Reads a message; null when it is no request, and why.</summary>
    public LuxiCall? Parse(in ReadOnlySequence<byte> frame, out string? problem)
    {
        problem = null;
        try
        {
            using var document = ParseJson(frame);
            return RequestReader.Read(document.RootElement, this);
        }
        catch (JsonException error)
        {
            problem = $"parsing top-level JSON message: Invalid JSON: {(StartsAsContainer(frame)
                ? error.Message
                : "a JSON text a serialized object or array at the top level.")}";
        }
        catch (RequestException error)
        {
            problem = error.Message;
        }
        catch (DroverException error)
        {
            // A well-formed request that is wrong all the same; it is answered like one that fails.
            return new RefusedCall(error);
        }
        catch (InvalidOperationException)
        {
            // A text is looked at only when it is used: half of a surrogate pair comes to light here.
            problem = "parsing top-level JSON message: Invalid JSON: a text is not valid Unicode";
        }
        return null;
    }

    /// <summary>Carries a call out and writes its answer.</summary>
    public async ValueTask ExecuteAsync(LuxiCall call, CallContext context, PipeWriter output)
    {
        LuxiError error;
        try
        {
            var result = await call.ExecuteAsync(context);
            ReplyWriter.WriteSuccess(output, result);
            return;
        }
        catch (DroverException refusal)
        {
            error = ErrorWording.Of(refusal, call.Is26);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or IOException))
        {
            LuxiLog.Broken(Log, broken);
            error = new LuxiError("GenericError", $"The daemon failed to answer: {broken.Message}. Its log says more.");
        }
        ReplyWriter.WriteError(output, error);
    }

    private JsonDocument ParseJson(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
            return Utf8.IsValid(frame.FirstSpan) ? JsonDocument.Parse(frame.First, _json) : ParseRepaired(frame.FirstSpan);
        var whole = frame.ToArray();
        return Utf8.IsValid(whole) ? JsonDocument.Parse(whole, _json) : ParseRepaired(whole);
    }

    /// <summary>3.0.2 passes over bytes that are no UTF-8, so they become replacement characters.</summary>
    private JsonDocument ParseRepaired(ReadOnlySpan<byte> frame) => JsonDocument.Parse(Encoding.UTF8.GetString(frame), _json);

    private static bool StartsAsContainer(in ReadOnlySequence<byte> frame)
    {
        var reader = new SequenceReader<byte>(frame);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) && first is (byte)'{' or (byte)'[';
    }
}
