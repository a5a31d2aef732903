namespace Drover.Kernel.Jobs;

/// <summary>State of a job and of each of its opcodes.</summary>
public enum JobStatus : byte
{
    /// <summary>It waits for its turn, or for jobs that it depends on.</summary>
    Queued,

    /// <summary>It waits for locks.</summary>
    Waiting,

    /// <summary>A cancel was asked for, and it has not ended yet.</summary>
    Canceling,

    /// <summary>One of its opcodes runs.</summary>
    Running,

    /// <summary>It was canceled. Final.</summary>
    Canceled,

    /// <summary>All its opcodes succeeded. Final.</summary>
    Success,

    /// <summary>One of its opcodes failed. Final.</summary>
    Error,
}

/// <summary>Names and classes of <see cref="JobStatus"/>.</summary>
public static class JobStatuses
{
    private static readonly string[] s_names = ["queued", "waiting", "canceling", "running", "canceled", "success", "error"];

    /// <summary>The name on every wire.</summary>
    public static string Name(this JobStatus status) => s_names[(int)status];

    /// <summary>Whether nothing will change any more.</summary>
    public static bool IsFinal(this JobStatus status) => status >= JobStatus.Canceled;

    /// <summary>Reads a name; false when it is none.</summary>
    public static bool TryParse(string name, out JobStatus status)
    {
        var index = Array.IndexOf(s_names, name);
        status = (JobStatus)Math.Max(index, 0);
        return index >= 0;
    }
}
