namespace Drover.Nodes.TestJobs;

/// <summary>Lines of output that a machine adds to what steps print.</summary>
public static class StepSignals
{
    /// <summary>What stands before a report that is sent in base 64; the name of its file and <c>&gt;</c> follow.</summary>
    public const string ReportBegins = "<DROVER_JUNIT ";

    /// <summary>The line behind a report.</summary>
    public const string ReportEnds = "<DROVER_JUNIT_END>";
}
