using System.Diagnostics.Metrics;

namespace Drover.Kernel.Metrics;

/// <summary>Bounds of histograms, for all capabilities alike.</summary>
public static class Buckets
{
    /// <summary>Seconds of what waits for the world and may take hours: 10 microseconds to 12 hours.</summary>
    public static InstrumentAdvice<double> Waits { get; } = new()
    {
        HistogramBucketBoundaries = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 300, 1_800, 7_200, 43_200],
    };

    /// <summary>Seconds of one step of the daemon itself: 10 microseconds to 10 seconds.</summary>
    public static InstrumentAdvice<double> Steps { get; } = new()
    {
        HistogramBucketBoundaries = [1e-5, 3e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    /// <summary>How many things were done together, up to some hundred.</summary>
    public static InstrumentAdvice<long> Sizes { get; } = new() { HistogramBucketBoundaries = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256] };
}
