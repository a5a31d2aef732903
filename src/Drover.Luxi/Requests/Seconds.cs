namespace Drover.Luxi.Requests;

/// <summary>Seconds from a wire, where any number may come.</summary>
internal static class Seconds
{
    private const double Century = 36_525.0 * 86_400;

    /// <summary>From nothing to a hundred years.</summary>
    public static TimeSpan ToTimeSpan(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Century));
}
