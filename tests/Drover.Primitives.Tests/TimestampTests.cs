namespace Drover.Primitives.Tests;

public sealed class TimestampTests
{
    [Fact]
    public void Seconds_are_the_whole_part() => Assert.Equal(12, new Timestamp(12_345_678).Seconds);
}
