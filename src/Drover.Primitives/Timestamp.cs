using System.Text.Json;

namespace Drover;

/// <summary>A moment of journal time: whole microseconds since the Unix epoch, UTC.</summary>
public readonly record struct Timestamp(long Microseconds) : IComparable<Timestamp>
{
    /// <summary>The moment that <paramref name="clock"/> shows.</summary>
    public static Timestamp From(TimeProvider clock) =>
        new((clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Whole seconds since the epoch.</summary>
    public long Seconds => Math.DivRem(Microseconds, 1_000_000).Quotient;

    /// <summary>Seconds since the epoch with their fraction.</summary>
    public double UnixSeconds => Microseconds / 1e6;

    /// <summary>The same moment as a date and time in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time between the two.</summary>
    public static TimeSpan operator -(Timestamp later, Timestamp earlier) =>
        TimeSpan.FromMicroseconds(later.Microseconds - earlier.Microseconds);

    /// <summary>The moment so much later.</summary>
    public static Timestamp operator +(Timestamp start, TimeSpan span) =>
        new(start.Microseconds + (long)span.TotalMicroseconds);

    /// <summary>Whether the first one comes before the second.</summary>
    public static bool operator <(Timestamp a, Timestamp b) => a.Microseconds < b.Microseconds;

    /// <summary>Whether the first one comes after the second.</summary>
    public static bool operator >(Timestamp a, Timestamp b) => a.Microseconds > b.Microseconds;

    /// <summary>Whether the first one does not come after the second.</summary>
    public static bool operator <=(Timestamp a, Timestamp b) => a.Microseconds <= b.Microseconds;

    /// <summary>Whether the first one does not come before the second.</summary>
    public static bool operator >=(Timestamp a, Timestamp b) => a.Microseconds >= b.Microseconds;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>Writes the two-element form <c>[seconds, microseconds]</c> that jobs use on every wire.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(Microseconds / 1_000_000);
        writer.WriteNumberValue(Microseconds % 1_000_000);
        writer.WriteEndArray();
    }
}
