namespace Drover.Kernel.Jobs;

/// <summary>State of a job and of each of its opcodes.</summary>
public enum JobStatus : byte
{
    Queued,
    Waiting,
    Canceling,
    Running,
    Canceled,
    Success,
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
