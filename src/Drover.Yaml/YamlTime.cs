namespace Drover.Yaml;

/// <summary>A day with a time as YAML writes it, to the microsecond.</summary>
/// <param name="Clock">What the clock on the wall shows.</param>
/// <param name="Offset">How far that clock is ahead of UTC, less than a day either way; null when the text does not say.</param>
public readonly record struct YamlTime(DateTime Clock, TimeSpan? Offset)
{
    /// <summary>The same moment is the same value, whatever the zone; a time without a zone equals none that has one.</summary>
    public bool Equals(YamlTime other) => Offset.HasValue == other.Offset.HasValue && Moment == other.Moment;

    /// <inheritdoc/>
    public override int GetHashCode() => Moment.GetHashCode();

    // Ticks, because the first and the last day of the calendar have moments outside of it.
    private long Moment => Clock.Ticks - (Offset?.Ticks ?? 0);
}
