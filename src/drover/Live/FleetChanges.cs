using Drover.Cli.Door;

namespace Drover.Cli.Live;

/// <summary>Asks again whenever the daemon tells of a change: its event stream is the clock, and no timer is.</summary>
/// <param name="session">The feed's session.</param>
internal sealed class FleetChanges(Session session)
{
    /// <summary>The first change is looked at once, and what comes within this time after it together.</summary>
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_untilNextAttempt = TimeSpan.FromSeconds(1);

    /// <summary>Kinds of signals that count as changes, or <c>all</c>; null for none.</summary>
    public string? Signals { get; init; }

    /// <summary>Called when the daemon cannot be asked, with the reason: it is tried again a second later. What it throws ends the following.</summary>
    public required Action<CliException> Away { get; init; }

    /// <summary>Runs until interrupted.</summary>
    /// <param name="look">Called at once, and after each change.</param>
    public void Follow(Action look)
    {
        var forEver = new Deadline(session.Clock, null);
        while (true)
        {
            try
            {
                // Opened before the look, so that no change between the two is missed.
                using var stream = session.Door.Events(after: null, Signals);
                look();
                while (stream.Next(forEver) is not null)
                {
                    while (stream.HasMore && stream.Next(forEver) is not null)
                    {
                        // One look is for all of them.
                    }

                    look();
                    session.Pause(s_gather);
                }
            }
            catch (CliException e)
            {
                Away(e);
            }

            session.Pause(s_untilNextAttempt);
        }
    }

    /// <summary>The daemon is not there, or about to go: it is worth waiting for.</summary>
    public static bool IsAway(CliException error) => error.MayPass;
}
