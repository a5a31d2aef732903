namespace Drover.Cli.Live;

/// <summary>Waits for a daemon that went away, but not for ever, and not for one that was never there.</summary>
internal sealed class Patience(TimeProvider clock)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private bool _answered;

    /// <summary>Since when it is away; null while it answers.</summary>
    public DateTimeOffset? Since { get; private set; }

    public void Answered() => (_answered, Since) = (true, null);

    /// <exception cref="CliException">It is not worth waiting for, or was waited for long enough.</exception>
    public void Away(CliException error)
    {
        var now = clock.GetUtcNow();
        Since ??= now;
        if (!_answered || !FleetChanges.IsAway(error) || now - Since > s_longest)
            throw error;
    }
}
