using System.Diagnostics.Metrics;

namespace Drover.Pages.Overview.History;

/// <summary>Counts the jobs that end, as the kernel measures it: so nothing is asked while nothing happens.</summary>
internal sealed class EndedJobs : IDisposable
{
    private const string Instrument = "drover.jobs.ended";
    private const string Success = "success";

    private readonly MeterListener _listener = new();
    private long _succeeded;
    private long _failed;

    /// <param name="meters">Made the meters of the daemon; others in the same process count for themselves.</param>
    public EndedJobs(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Instrument && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    /// <summary>How many have ended since this was last asked.</summary>
    public (long Succeeded, long Failed) Take() => (Interlocked.Exchange(ref _succeeded, 0), Interlocked.Exchange(ref _failed, 0));

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> labels, object? state)
    {
        foreach (var (_, status) in labels)
        {
            if (status is Success)
                Interlocked.Add(ref _succeeded, count);
            else
                Interlocked.Add(ref _failed, count);
        }
    }
}
