using Drover.Nodes.Commands;

namespace Drover.Services.Commands;

/// <summary>How commands ended, in words for the results of jobs.</summary>
internal static class CommandWords
{
    /// <summary>The exit code as shells give it, 128 and the signal of one that a signal ended; null when nobody knows.</summary>
    public static int? Code(CommandEnd end) => end.Exit ?? (end.Signal is { } signal ? 128 + signal : null);

    /// <summary>Why there is no exit code that the command gave by itself.</summary>
    public static string Problem(CommandEnd end, CommandSpec spec) => end.Kind switch
    {
        CommandEndKind.TimedOut => $"it ran longer than {spec.Time.TotalSeconds:0.#} s and was ended{Behind(end.Detail)}",
        CommandEndKind.Cancelled => $"it was ended{Behind(end.Detail)}",
        CommandEndKind.Lost => $"lost: {end.Detail}",
        CommandEndKind.NotStarted => $"it was not started: {end.Detail}",
        _ => $"nobody saw how it ended{Behind(end.Detail)}",
    };

    /// <summary>The same as a word for programs.</summary>
    public static string Kind(CommandEndKind kind) => kind switch
    {
        CommandEndKind.TimedOut => "timed_out",
        CommandEndKind.Cancelled => "cancelled",
        CommandEndKind.Lost => "lost",
        CommandEndKind.NotStarted => "not_started",
        _ => "unknown",
    };

    private static string Behind(string? detail) => detail is null ? "" : $": {detail}";
}
