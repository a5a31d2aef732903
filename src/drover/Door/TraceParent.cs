namespace Drover.Cli.Door;

/// <summary>The trace that this run is a part of: a <c>traceparent</c> of W3C Trace Context, which jobs take over.</summary>
internal static class TraceParent
{
    // Of version 00 it has 55 characters; later ones may append to it.
    private const int Longest = 512;

    /// <summary>From DROVER_TRACEPARENT, else from TRACEPARENT; null where there is none. Whether it is a good one the daemon finds out; what cannot stand in a header is none.</summary>
    public static string? Of(Func<string, string?> environment) =>
        (environment("DROVER_TRACEPARENT") is { Length: > 0 } own ? own : environment("TRACEPARENT")) is { Length: > 0 and <= Longest } text
            && text.All(character => character is > ' ' and <= '~')
            ? text
            : null;
}
