using System.IO.Pipelines;

namespace Drover.Web.Calls;

/// <summary>Sends what was written, and notices a reader that takes nothing.</summary>
internal static class PatientFlush
{
    /// <summary>Whether the reader has taken enough for more to be written; false when it has left or did not within the time.</summary>
    public static async Task<bool> IsTakenAsync(PipeWriter output, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var flush = output.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
            return !(await flush).IsCompleted;
        try
        {
            return !(await flush.AsTask().WaitAsync(patience, clock, cancellationToken)).IsCompleted;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
