using Drover.Lava.Control;
using Drover.Lava.Logs;

namespace Drover.LavaLoad;

/// <summary>A domain that does next to nothing: what is measured is the doors.</summary>
internal sealed class EchoDomain : IWorkerEvents, ILogEvents
{
    private long _lines;
    private long _first;
    private long _last;

    /// <summary>Where END is answered.</summary>
    public ControlDoor? Control { get; set; }

    /// <summary>Lines a second, from the first batch to the last.</summary>
    public double LineRate => _lines / Math.Max(1e-9, TimeProvider.System.GetElapsedTime(_first, _last).TotalSeconds);

    public bool Admits(string worker) => true;

    public void Received(ReadOnlySpan<WorkerMessage> batch)
    {
        foreach (var message in batch)
            if (message is WorkerMessage.End end)
                Control?.Send(end.Worker, MasterMessage.EndOk(end.JobId));
    }

    public void Received(long jobId, ReadOnlySpan<LogLine> lines)
    {
        _last = TimeProvider.System.GetTimestamp();
        _first = _first == 0 ? _last : _first;
        _lines += lines.Length;
    }
}
