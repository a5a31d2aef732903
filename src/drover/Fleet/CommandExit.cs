using System.Text.Json;
using Drover.Cli.Jobs;

namespace Drover.Cli.Fleet;

/// <summary>The exit code of <c>drover exec</c>: that of the command, as shells give it.</summary>
internal static class CommandExit
{
    /// <summary>The command ran for longer than it may, as timeout(1) says it.</summary>
    public const int TimedOut = 124;

    /// <summary>The command has no exit code of its own: it was not run, was ended, or was lost, as ssh(1) says it.</summary>
    public const int None = 255;

    /// <summary>The highest one of all nodes.</summary>
    public static int Of(JobUpdate last)
    {
        if (last.Status != "success")
            return JobOutcome.Kind(last) == "timed_out" ? TimedOut : None;
        return last.OpResult[0] is { ValueKind: JsonValueKind.Object } codes ? codes.EnumerateObject().Select(code => code.Value.GetInt32()).DefaultIfEmpty(None).Max() : None;
    }
}
