namespace Drover.Cli.Live;

/// <summary>How long the daemon has been away: one that answered is waited for, but not for ever; one that was never there is not.</summary>
internal sealed class Absence(TimeProvider clock)
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
