using System.Text.Json;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>Waits until a daemon answers at the socket and says that it is ready.</summary>
internal static class Readiness
{
    /// <summary>How long is waited where nobody says.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.1);

    /// <summary>What the daemon answers when it is ready.</summary>
    /// <exception cref="CliException">TIMEOUT with the last reason: none came up within the time, or it is not ready.</exception>
    public static JsonDocument Await(Session session, TimeSpan limit)
    {
        session.BeginFollowing();
        var deadline = new Deadline(session.Clock, limit);
        while (true)
        {
            CliException reason;
            try
            {
                // Chosen anew each time: of several places the one with a daemon may not be there yet.
                return session.OpenDoor().Get("/readyz", deadline.AtLeast(s_answer));
            }
            catch (CliException e) when (e.MayPass)
            {
                reason = e;
            }
            catch (TimeoutException)
            {
                reason = new("NO_ANSWER", Language.Say("ready.silent"), ExitCode.NoDaemon, Language.Say("ready.silent.hint"));
            }

            if (deadline.IsOver)
                throw new CliException("TIMEOUT", Language.Say("ready.none", reason.Message), ExitCode.Timeout, reason.Hint);
            session.Pause(s_pause);
        }
    }
}
