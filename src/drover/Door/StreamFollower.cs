using System.Text.Json;

namespace Drover.Cli.Door;

/// <summary>Follows a stream of server-sent events until interrupted. One that breaks is taken up again after the last id seen: a daemon that goes
/// away for a restart is waited for.</summary>
/// <param name="session">The run.</param>
/// <param name="broken">What to tell when the stream broke.</param>
internal sealed class StreamFollower(Session session, string broken)
{
    private const int Attempts = 60;

    /// <param name="open">Opens the stream after an id; null before any was seen.</param>
    /// <param name="take">Takes an event.</param>
    public void Follow(Func<string?, EventStream> open, Action<ServerEvent> take)
    {
        session.BeginFollowing();
        string? last = null;
        var connected = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var stream = open(last);
                connected = true;
                attempt = 0;
                while (stream.Next() is { } happening)
                {
                    take(happening);
                    last = happening.Id ?? last;
                    if (!stream.HasMore)
                        session.Screen.Flush();
                }
            }
            catch (CliException e) when (e.ConnectionLost && connected && attempt < Attempts)
            {
                // Told below.
            }
            catch (JsonException)
            {
                throw HttpReply.Broken("an event is not JSON");
            }

            session.Screen.Flush();
            if (attempt <= 1)
                session.Screen.Note(broken);
            session.Pause(TimeSpan.FromSeconds(1));
        }
    }
}
