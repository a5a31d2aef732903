using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>Follows a stream of server-sent events. One that breaks is taken up again after the last id seen: a daemon that goes away for a restart
/// is waited for, also where it goes before its first answer. One that was never there is not.</summary>
/// <param name="session">The run.</param>
/// <param name="broken">What to tell when the stream broke.</param>
internal sealed class StreamFollower(Session session, string broken)
{
    /// <summary>What has been asked for is waited for so long, however near the deadline is.</summary>
    private static readonly TimeSpan s_firstAnswer = TimeSpan.FromSeconds(2);

    /// <summary>Follows until interrupted.</summary>
    /// <param name="open">Opens the stream after an id; null before any was seen.</param>
    /// <param name="take">Takes an event.</param>
    public void Follow(Func<string?, EventStream> open, Action<ServerEvent> take) =>
        FollowToEnd((last, _) => open(last), happening => { take(happening); return false; }, new Deadline(session.Clock, null));

    /// <summary>Follows until an event is the last one; false when the time was over before.</summary>
    /// <param name="open">Opens the stream after an id; null before any was seen.</param>
    /// <param name="isLast">Takes an event.</param>
    /// <param name="deadline">When to give up.</param>
    public bool FollowToEnd(Func<string?, Deadline, EventStream> open, Func<ServerEvent, bool> isLast, Deadline deadline)
    {
        session.BeginFollowing();
        var patience = new Patience(session, broken);
        var answer = deadline.AtLeast(s_firstAnswer);
        string? last = null;
        while (true)
        {
            try
            {
                using var stream = open(last, answer);
                patience.Renew();
                while (stream.Next(answer) is { } happening)
                {
                    answer = deadline;
                    if (isLast(happening))
                        return true;
                    last = happening.Id ?? last;
                    if (!stream.HasMore)
                        session.Screen.Flush();
                }
            }
            catch (CliException e) when (e.MayPass && session.Door.WasReached && !patience.IsOver)
            {
                // Told below.
            }
            catch (TimeoutException)
            {
                return false;
            }
            catch (JsonException)
            {
                throw HttpReply.Broken(Language.Say("event.not-json"));
            }

            if (deadline.IsOver)
                return false;
            session.Screen.Flush();
            patience.Pause(deadline);
        }
    }
}
