namespace Drover.Daemon.Settings;

/// <summary>Names what somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence part with the nearest name, or nothing when none is near.</summary>
    public static string For(string given, IEnumerable<string> names, string prefix = "") =>
        NearestName.Of(given, names) is { } name ? $"; did you mean '{prefix}{name}'?" : "";
}
