using Drover.Lab.Results;

namespace Drover.LavaWeb.Results;

/// <summary>Whole numbers for results, which LAVA's clients want: made of the job and the line of its log that says the result, so that they never change.</summary>
internal static class ResultIds
{
    // Lines of a log that have numbers of their own; what comes behind shares the last one.
    private const int LineBits = 24;
    private const long LastLine = (1L << LineBits) - 1;

    public static long Of(TestResult row) => Of(row.Job, row.Line);

    public static long Of(long job, long line) => (job << LineBits) | Math.Min(line, LastLine);

    /// <summary>The job that an id belongs to.</summary>
    public static long JobOf(long id) => id >> LineBits;
}
