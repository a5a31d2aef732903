using System.Globalization;

namespace Drover.Cli.Live;

/// <summary>A span of time in at most two units: <c>7s</c>, <c>3m 02s</c>, <c>2h 05m</c>, <c>4d 11h</c>.</summary>
internal static class ElapsedText
{
    public static string Of(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)span.TotalSeconds);
        return seconds switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m {seconds % 60:00}s"),
            < 86400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h {seconds / 60 % 60:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400}d {seconds / 3600 % 24:00}h"),
        };
    }
}
