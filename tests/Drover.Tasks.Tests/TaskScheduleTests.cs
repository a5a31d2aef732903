using System.Globalization;
using Drover.Tests.Shared;

namespace Drover.Tasks.Tests;

/// <summary>When tasks are due.</summary>
public sealed class TaskScheduleTests
{
    [Theory]
    [InlineData("30 3 * * *", "UTC", "2026-01-02T03:04:05", "2026-01-02T03:30:00")]
    [InlineData("30 3 * * *", "Europe/Paris", "2026-01-02T03:04:05", "2026-01-03T02:30:00")]
    [InlineData("*/10 * * * * *", "UTC", "2026-01-02T03:04:05", "2026-01-02T03:04:10")]
    [InlineData("@daily", "UTC", "2026-01-02T03:04:05", "2026-01-03T00:00:00")]
    // The hour that spring leaves out: it is due when that hour would have begun; the one that autumn has twice: once.
    [InlineData("30 2 * * *", "Europe/Paris", "2026-03-29T00:00:00", "2026-03-29T01:00:00")]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-10-25T00:30:00", "2026-10-26T01:30:00")]
    public void The_next_time_is_that_of_the_schedule_in_its_zone(string schedule, string zone, string after, string next) =>
        Assert.Equal(At(next), TaskSchedule.Parse(schedule, zone).After(At(after)));

    [Theory]
    [InlineData("* * *", "UTC", "and this has 3")]
    [InlineData("61 * * * *", "UTC", "Minutes")]
    [InlineData("@sometimes", "UTC", "format")]
    [InlineData("0 0 * * *", "Europe/Nowhere", "there is no time zone 'Europe/Nowhere'")]
    public void What_is_no_schedule_is_refused_with_what_is_wrong(string schedule, string zone, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => TaskSchedule.Parse(schedule, zone)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_last_time_is_the_one_that_counting_finds()
    {
        string[] schedules = ["* * * * * *", "*/7 3 * * * *", "0 0 1 1 *", "30 2 * * *", "0 12 * * 1", "15,45 */6 * * *", "* * 3 2 1 *", "0 0 29 2 *"];
        var random = new Random(20261130);
        for (var i = 0; i < TestScale.Of(2_000); i++)
        {
            var schedule = TaskSchedule.Parse(schedules[random.Next(schedules.Length)], random.Next(2) == 0 ? "UTC" : "America/New_York");
            var after = new Timestamp(At("2025-12-30T00:00:00").Microseconds + random.NextInt64(0, 400L * 86400 * 1_000_000));
            var until = after + TimeSpan.FromSeconds(random.NextInt64(0, random.Next(2) == 0 ? 20_000 : 3L * 86400));
            Assert.Equal(schedule.Following(after).TakeWhile(time => time <= until).Select(time => (Timestamp?)time).LastOrDefault(), schedule.Last(after, until));
        }
    }

    [Fact]
    public void The_last_of_millions_is_found_at_once()
    {
        // Counted one by one this would take minutes.
        var last = TaskSchedule.Parse("* * * * * *", "UTC").Last(At("1980-01-01T00:00:00"), At("2026-01-02T03:04:05"));
        Assert.Equal(At("2026-01-02T03:04:05"), last);
    }

    private static Timestamp At(string utc) =>
        new((DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
