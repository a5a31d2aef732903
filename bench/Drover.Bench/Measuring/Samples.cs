using System.Diagnostics;

namespace Drover.Bench.Measuring;

/// <summary>Measured durations in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double P50 => Percentile(50);

    public double P99 => Percentile(99);

    public void Add(TimeSpan duration) => _values.Add(duration.TotalMilliseconds);

    /// <summary>Adds the time since a stamp of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void AddSince(long stamp) => Add(Stopwatch.GetElapsedTime(stamp));

    public void Add(Samples other) => _values.AddRange(other._values);

    /// <summary>The value below which <paramref name="percent"/> of the samples lie.</summary>
    public double Percentile(double percent)
    {
        if (_values.Count == 0)
            return double.NaN;
        _values.Sort();
        return _values[Math.Min(_values.Count - 1, (int)(percent / 100 * _values.Count))];
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
