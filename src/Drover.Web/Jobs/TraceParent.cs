using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Jobs;

/// <summary>The trace that a request is a part of, by its header <c>traceparent</c> (W3C Trace Context, level 1, section 3.2).</summary>
internal static class TraceParent
{
    // All that version 00 has; later ones may append to it.
    private const int Length = 55;

    /// <summary>What is stored of it, in the form of version 00. Null where there is none, and where it is wrong: then it counts as not there, as the standard asks.</summary>
    public static string? Of(IHeaderDictionary headers) =>
        headers.TraceParent is [{ Length: >= Length } text] && IsOfKnownShape(text) && ActivityContext.TryParse($"00{text[2..Length]}", null, out var trace)
            ? $"00-{trace.TraceId}-{trace.SpanId}-{(trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}"
            : null;

    private static bool IsOfKnownShape(string text) => text[..2] switch
    {
        "00" => text.Length == Length,
        "ff" => false,
        var version => version.All(char.IsAsciiHexDigitLower) && (text.Length == Length || text[Length] == '-'),
    };
}
