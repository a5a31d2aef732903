namespace Drover.Storage.Tests;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class FakeTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    internal void Advance(TimeSpan by) => _ticks += by.Ticks;
}
