namespace Drover.Cli.Tests;

/// <summary>A clock that stands at one moment.</summary>
internal sealed class StandingClock(DateTimeOffset moment) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => moment;
}
