using System.Diagnostics.Metrics;

namespace Drover.Tests.Shared;

/// <summary>Makes meters and keeps what their instruments measure, apart from those of other tests in the process.</summary>
internal sealed class Readings : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly List<Meter> _meters = [];
    private readonly List<Reading> _readings = [];
    private readonly MeterListener _listener = new();

    public Readings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>One measurement, with its labels as <c>name=value</c>, separated by blanks.</summary>
    public sealed record Reading(string Name, double Value, string Labels);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        lock (_gate)
            _meters.Add(meter);
        return meter;
    }

    /// <summary>What an instrument has measured so far, in order.</summary>
    public List<Reading> Of(string name)
    {
        lock (_gate)
            return _readings.FindAll(reading => reading.Name == name);
    }

    /// <summary>The values alone.</summary>
    public List<double> Values(string name) => Of(name).ConvertAll(reading => reading.Value);

    /// <summary>What an instrument shows now that is asked.</summary>
    public List<Reading> Now(string name)
    {
        lock (_gate)
            _readings.RemoveAll(reading => reading.Name == name);
        _listener.RecordObservableInstruments();
        return Of(name);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Such a zero only lets a series be there from the start.
        if (value == 0 && instrument is Counter<long>)
            return;
        var labels = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        lock (_gate)
            _readings.Add(new Reading(instrument.Name, value, labels));
    }
}
