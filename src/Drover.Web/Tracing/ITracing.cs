using System.Threading.Channels;

namespace Drover.Web.Tracing;

/// <summary>Lets somebody see all that the daemon says of some of its parts, whatever its log shows. Costs nearly nothing while nobody looks.</summary>
public interface ITracing
{
    /// <summary>Begins to trace.</summary>
    /// <param name="facilities">Which parts: sets with <c>|</c> between them, each a name with names behind it that are left out: <c>all^http|jobs</c>.</param>
    /// <param name="problem">What is wrong with that, and what could stand there; null when all is well.</param>
    /// <returns>The lines; null when there is a problem. Dispose it to end.</returns>
    ITrace? Open(string facilities, out string? problem);
}

/// <summary>What one caller traces.</summary>
public interface ITrace : IDisposable
{
    /// <summary>The lines as they come.</summary>
    ChannelReader<TraceLine> Lines { get; }

    /// <summary>How many were dropped since this was last asked, because nobody read them.</summary>
    long TakeLost();
}

/// <summary>One line of a trace.</summary>
/// <param name="Time">When it was said.</param>
/// <param name="Level">Its level, such as <c>debug</c>.</param>
/// <param name="Facility">The part that said it.</param>
/// <param name="Number">Its number, as the log has it.</param>
/// <param name="Text">The text, with what was thrown behind it.</param>
public sealed record TraceLine(DateTimeOffset Time, string Level, string Facility, int Number, string Text);
