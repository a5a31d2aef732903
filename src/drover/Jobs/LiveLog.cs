using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Follows one job to its end: drawn on a terminal, elsewhere with plain lines: log entries, states if asked for, the outcome.</summary>
internal static class LiveLog
{
    /// <summary>Returns the exit code that tells the outcome, that of <paramref name="exitCode"/> where it is given; Ctrl-C leaves the job alone and says so.</summary>
    public static int Follow(Session session, long id, bool states, string form, Func<JobUpdate, int>? exitCode = null)
    {
        if (form == "text" && session.Screen.CanDraw)
            return LivePanel.Follow(session, id, withOpcode: false, exitCode);
        session.BeginFollowing();
        var text = new ValueText(session.Zone);
        string? shown = null;
        try
        {
            var last = new JobFollower(session, id).Follow(update =>
            {
                if (form == "text")
                {
                    // The log came before the state: entries written while running belong above "success".
                    foreach (var entry in update.Logs)
                        session.Screen.Out.WriteLine(entry.Line(text, withOpcode: false));
                    if (states && update.Status != shown && !update.Final)
                        session.Screen.Out.WriteLine(Language.Say("job.now", id, update.Status));
                    shown = update.Status;
                    session.Screen.Flush();
                }
                else
                {
                    foreach (var entry in update.Logs)
                        session.Screen.Note(entry.Line(text, withOpcode: false));
                }
            })!;
            if (form == "json")
                JobJson.Write(session, last);
            else
                JobOutcome.Print(session, last);
            return exitCode?.Invoke(last) ?? last.ExitCode;
        }
        catch (OperationCanceledException) when (session.Interrupt.IsCancellationRequested && !session.ReaderLeft)
        {
            session.Screen.Note(Language.Say("job.goes-on-line", id));
            throw;
        }
    }
}
