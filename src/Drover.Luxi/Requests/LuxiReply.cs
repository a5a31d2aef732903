using Drover.Luxi.Transport;
using Microsoft.Extensions.Logging;

namespace Drover.Luxi.Requests;

/// <summary>What a request is answered: its result, or an error.</summary>
internal readonly struct LuxiReply
{
    private readonly LuxiResult _result;
    private readonly LuxiError? _error;
    private readonly string? _failure;

    private LuxiReply(LuxiResult result, LuxiError? error, string? failure = null) => (_result, _error, _failure) = (result, error, failure);

    /// <summary>There is no answer at once: it needs the store, or many rows. Ask again where there is time.</summary>
    public static LuxiReply NotAtOnce { get; } = Of(LuxiResult.NotAtOnce);

    public bool IsNotAtOnce => _result.IsNotAtOnce;

    /// <summary>Whether the connection is closed after it.</summary>
    public bool IsLast { get; private init; }

    public static LuxiReply Of(LuxiResult result) => new(result, null);

    public static LuxiReply Of(LuxiError error) => new(default, error);

    /// <summary>What came in is no request; the connection is closed after it, as 3.0.2 does.</summary>
    public static LuxiReply Malformed(string problem) => new(default, null, "Failed to parse request: " + problem) { IsLast = true };

    /// <summary>The same for a client of 2.6; the connection stays open, as 2.6 left it.</summary>
    public static LuxiReply Caught(string problem) => new(default, null, "Caught exception: " + problem);

    /// <summary>Writes the answer with its end mark; an error when writing the result fails.</summary>
    public void WriteTo(ReplyBuffer output, ILogger log)
    {
        try
        {
            if (_failure is not null)
                ReplyWriter.WriteFailure(output, _failure);
            else if (_error is not null)
                ReplyWriter.WriteError(output, _error);
            else
                ReplyWriter.WriteSuccess(output, _result);
        }
        catch (Exception broken)
        {
            LuxiLog.Broken(log, broken);
            output.Clear();
            ReplyWriter.WriteError(output, Broken(broken));
        }
    }

    /// <summary>The error for what should not happen.</summary>
    public static LuxiError Broken(Exception error) => new("GenericError", $"The daemon failed to answer: {error.Message}. Its log says more.");
}
