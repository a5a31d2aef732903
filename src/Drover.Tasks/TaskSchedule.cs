using Cronos;

namespace Drover.Tasks;

/// <summary>When a task is due. A line of five fields (minute, hour, day, month, day of the week) or of six, with seconds before them, as Cronos reads them: where day and day of the week are
/// both restricted, both must fit. Also <c>@hourly</c>, <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c> and <c>@yearly</c>.</summary>
internal sealed class TaskSchedule
{
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private TaskSchedule(CronExpression expression, TimeZoneInfo zone) => (_expression, _zone) = (expression, zone);

    /// <exception cref="FormatException">The schedule or the zone cannot be understood; the message says why.</exception>
    public static TaskSchedule Parse(string schedule, string zone)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            throw new FormatException($"there is no time zone '{zone}' on this machine: give one of the tz database, such as Europe/Paris, or UTC");
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6) && !schedule.StartsWith('@'))
            throw new FormatException($"a schedule has five fields (minute, hour, day, month, day of the week), or six with seconds before them, and this has {fields}");
        try
        {
            return new TaskSchedule(CronExpression.Parse(schedule, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard), found);
        }
        catch (CronFormatException e)
        {
            throw new FormatException(e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>The first time after a moment; null when there is none any more.</summary>
    public Timestamp? After(Timestamp moment) =>
        _expression.GetNextOccurrence(moment.ToDateTimeOffset(), _zone) is { } next ? At(next) : null;

    /// <summary>The last time after one moment and not after another; null when there is none. However many there are between.</summary>
    public Timestamp? Last(Timestamp after, Timestamp until)
    {
        if (After(after) is not { } first || first > until)
            return null;
        // There is always one in (low, high]; no schedule has two within a second.
        var (low, high) = (after, until);
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + (high - low) / 2;
            if (After(middle) is { } later && later <= high)
                low = middle;
            else
                high = middle;
        }
        return After(low);
    }

    /// <summary>The next times after a moment.</summary>
    public IEnumerable<Timestamp> Following(Timestamp moment)
    {
        for (var next = After(moment); next is { } time; next = After(time))
            yield return time;
    }

    private static Timestamp At(DateTimeOffset time) => new((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
}
