using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Follows jobs on a terminal: log entries scroll by, and below them stands what the jobs do at this moment.</summary>
internal static class LivePanel
{
    /// <summary>A timer takes 49 days; who waits longer waits without the drawing.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(49);

    /// <summary>Follows one job to its end; the exit code tells the outcome, that of <paramref name="exitCode"/> where it is given.</summary>
    public static int Follow(Session session, long id, bool withOpcode, Func<JobUpdate, int>? exitCode = null)
    {
        session.BeginFollowing();
        var text = new ValueText(session.Zone);
        var view = new JobPanel(id);
        var panel = new InlinePainter(session.Screen, WindowSize.Get);
        JobUpdate? last = null;
        void Take(JobUpdate update)
        {
            if (update.Logs.Count > 0)
            {
                panel.Clear();
                foreach (var entry in update.Logs)
                    session.Screen.Out.WriteLine(entry.Line(text, withOpcode));
                view.LastLog = ValueText.Plain(update.Logs[^1].Content);
            }

            if (update.Final)
                (last, view.IsOver) = (update, true);
        }

        try
        {
            using var loop = new LiveLoop(session);
            using var job = new Feed(session, loop, note => loop.Post(() => Tell(session, panel, note)), feed => new JobFollower(feed, id).Follow(update => loop.Post(() => Take(update))));
            using var picture = new Feed(session, loop, static _ => { }, feed => Look(feed, loop, view, id));
            loop.Run(view, panel);
        }
        catch (OperationCanceledException) when (session.Interrupt.IsCancellationRequested && !session.ReaderLeft)
        {
            Tell(session, panel, Language.Say("job.goes-on", id));
            throw;
        }
        finally
        {
            panel.Clear();
        }

        JobOutcome.Print(session, last!);
        return exitCode?.Invoke(last!) ?? last!.ExitCode;
    }

    /// <summary>Shows a table of jobs until all have ended, or the time is over. How they ended is for the caller to tell.</summary>
    public static void Await(Session session, IReadOnlyList<long> ids, TimeSpan? timeout)
    {
        session.BeginFollowing();
        var view = new JobTable();
        var panel = new InlinePainter(session.Screen, WindowSize.Get);
        try
        {
            using var loop = new LiveLoop(session);
            using var end = timeout is { } time ? session.Clock.CreateTimer(_ => loop.Post(() => view.IsOver = true), null, time < s_longestTimer ? time : s_longestTimer, Timeout.InfiniteTimeSpan) : null;
            using var jobs = new Feed(session, loop, static _ => { }, feed => Look(feed, loop, view, ids));
            loop.Run(view, panel);
        }
        finally
        {
            panel.Clear();
        }
    }

    /// <summary>The picture only: what the daemon refuses here does not end the following.</summary>
    private static void Look(Session feed, LiveLoop loop, JobPanel view, long id)
    {
        var changes = new FleetChanges(feed)
        {
            Away = error => loop.Post(() => view.Away ??= FleetChanges.IsAway(error) ? feed.Clock.GetUtcNow() : null),
        };
        changes.Follow(() =>
        {
            var row = JobRow.Read(feed.Door, [id]).FirstOrDefault();
            var why = row is { IsWaiting: true } ? JobRow.Why(feed.Door, id) : null;
            loop.Post(() => (view.Job, view.Why, view.Away) = (row ?? view.Job, why, null));
        });
    }

    private static void Look(Session feed, LiveLoop loop, JobTable view, IReadOnlyList<long> ids)
    {
        var absence = new Absence(feed.Clock);
        var changes = new FleetChanges(feed)
        {
            Away = error =>
            {
                absence.Away(error);
                loop.Post(() => view.Away = absence.Since);
            },
        };
        changes.Follow(() =>
        {
            var rows = JobRow.Read(feed.Door, ids);
            var why = JobRow.WhyOf(feed.Door, JobTable.Order(rows));
            absence.Answered();
            loop.Post(() =>
            {
                (view.Jobs, view.Why, view.Away) = (rows, why, null);
                view.IsOver |= rows.All(row => row.IsFinal);
            });
        });
    }

    private static void Tell(Session session, InlinePainter panel, string note)
    {
        panel.Clear();
        session.Screen.Note(note);
    }
}
