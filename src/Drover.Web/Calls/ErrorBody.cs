using System.Collections.Frozen;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Opcodes;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Calls;

/// <summary>The body of every answer of 4xx and 5xx: <c>{"error":{"code","message","field","hint"}}</c>.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">What programs tell it by.</param>
/// <param name="Message">What people read: what is wrong and what to do.</param>
/// <param name="Field">The parameter or field that is wrong; null when it is none.</param>
/// <param name="Hint">What may have been meant; null when nothing comes near.</param>
public sealed record ErrorBody(int Status, string Code, string Message, string? Field = null, string? Hint = null)
{
    /// <summary>Status of the codes that are not plain bad input (400).</summary>
    private static readonly FrozenDictionary<string, int> s_status = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["NOT_ALLOWED"] = 403,
        ["RESOURCE_UNKNOWN"] = 404,
        ["NAME_UNKNOWN"] = 404,
        ["LOG_EMPTY"] = 404,
        ["TOKEN_REUSED"] = 409,
        ["QUEUE_DRAINED"] = 503,
        ["QUEUE_FULL"] = 503,
        ["QUEUE_STOPPING"] = 503,
        ["STOPPING"] = 503,
        ["STORE_LOW_SPACE"] = 503,
        ["STORE_FULL"] = 503,
        ["STORE_FAILED"] = 503,
        ["STORE_BROKEN"] = 503,
        ["STORE_FENCED"] = 503,
        ["STORE_SEQUENCE"] = 503,
        ["STORE_DAMAGED"] = 503,
        ["LOG_FAILED"] = 503,
        ["FILTER_TIMEOUT"] = 503,
        ["NODE_AWAY"] = 503,
        ["NODE_SILENT"] = 503,
        ["PROVIDER_AWAY"] = 503,
        ["PROVIDER_BUSY"] = 503,
        ["PASSWORDS_BUSY"] = 503,
        ["PASSWORD_HASH"] = 503,
        ["STORE_BAD_BATCH"] = 500,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a failure is to the client.</summary>
    public static ErrorBody From(Exception e) => e switch
    {
        RequestException known => new(known.Status, known.Code, known.Message, known.Field, known.Hint),
        OpcodeException opcode => new(400, opcode.Code, opcode.Message, opcode.Path.Length == 0 ? null : opcode.Path),
        QueryException query => new(StatusOf(query.Code), query.Code, query.Message, Hint: query.Hint),
        FilterSyntaxException filter => new(400, filter.Code, filter.Message, "filter"),
        DroverException known => new(StatusOf(known.Code), known.Code, known.Message),
        BadHttpRequestException { StatusCode: 413 } => new(413, "BODY_TOO_LARGE", $"The body is larger than {WebSite.LargestBody} bytes. Send it in parts."),
        BadHttpRequestException bad => new(bad.StatusCode, "HTTP_INVALID", bad.Message),
        _ => new(500, "INTERNAL", "The daemon could not answer because of a defect of its own; its log says more. Please report it."),
    };

    /// <summary>Writes the whole body.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMember(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>error</c> alone.</summary>
    public void WriteMember(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, Code);
        writer.WriteString("message"u8, Message);
        if (Field is not null)
            writer.WriteString("field"u8, Field);
        if (Hint is not null)
            writer.WriteString("hint"u8, Hint);
        writer.WriteEndObject();
    }

    private static int StatusOf(string code) => s_status.GetValueOrDefault(code, 400);
}
