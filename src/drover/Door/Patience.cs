namespace Drover.Cli.Door;

/// <summary>How a daemon that went away is waited for: up to a minute, in pauses that grow from a tenth of a second to one second.</summary>
/// <param name="session">The run.</param>
/// <param name="broken">What to tell before the first pause.</param>
internal sealed class Patience(Session session, string broken)
{
    private static readonly TimeSpan s_whole = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private TimeSpan _spent;
    private TimeSpan _pause = s_first;
    private long _since;

    /// <summary>Asks until there is an answer: a daemon that goes away meanwhile is waited for, one that was never there is not.</summary>
    /// <param name="session">The run.</param>
    /// <param name="broken">What to tell before the first pause.</param>
    /// <param name="ask">Asks; may be called again.</param>
    public static T Ask<T>(Session session, string broken, Func<T> ask)
    {
        var patience = new Patience(session, broken);
        var forEver = new Deadline(session.Clock, null);
        while (true)
        {
            try
            {
                return ask();
            }
            catch (CliException e) when (e.MayPass && session.Door.WasReached && !patience.IsOver)
            {
                patience.Pause(forEver);
            }
        }
    }

    /// <summary>What does not answer takes time too, besides the pauses.</summary>
    public bool IsOver => _spent >= s_whole || (_spent > TimeSpan.Zero && session.Clock.GetElapsedTime(_since) >= s_whole);

    /// <summary>The daemon is there again.</summary>
    public void Renew() => (_spent, _pause) = (TimeSpan.Zero, s_first);

    /// <summary>Makes the next pause, at most as long as there is time.</summary>
    public void Pause(Deadline deadline)
    {
        if (_spent == TimeSpan.Zero)
        {
            _since = session.Clock.GetTimestamp();
            session.Screen.Note(broken);
        }

        session.Pause(deadline.Left is { } left && left < _pause ? left : _pause);
        _spent += _pause;
        _pause = _pause * 2 < s_longest ? _pause * 2 : s_longest;
    }
}
