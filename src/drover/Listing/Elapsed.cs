using System.Globalization;

namespace Drover.Cli.Listing;

/// <summary>A span of time for people: two units at most, as short as a column allows.</summary>
internal static class Elapsed
{
    /// <summary><c>0.3s</c>, <c>45s</c>, <c>5m12s</c>, <c>3h5m</c>, <c>2d4h</c>, <c>30d</c>. A negative one, of clocks that differ, is <c>0s</c>.</summary>
    public static string Text(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
            return "0s";
        var (days, hours, minutes, seconds) = ((int)span.TotalDays, span.Hours, span.Minutes, span.Seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{span switch
        {
            { TotalSeconds: < 9.95 } => Short(span.TotalSeconds),
            { TotalMinutes: < 1 } => $"{seconds}s",
            { TotalHours: < 1 } => Pair(minutes, "m", seconds, "s"),
            { TotalDays: < 1 } => Pair(hours, "h", minutes, "m"),
            { TotalDays: < 10 } => Pair(days, "d", hours, "h"),
            _ => $"{days}d",
        }}");
    }

    private static string Short(double seconds) => seconds.ToString("0.#", CultureInfo.InvariantCulture) is var text and not "0" ? text + "s" : "<0.1s";

    private static string Pair(int large, string largeUnit, int small, string smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{small}{smallUnit}");
}
