using System.Globalization;

namespace Drover.Cli.Jobs;

/// <summary>Follows a job by long polls: each returns when there is news. A daemon that goes away is waited for, since its jobs survive it.</summary>
internal sealed class JobFollower(Session session, long id)
{
    private const int LongestPollSeconds = 60;
    private const int Attempts = 60;

    private string? _status;
    private bool _seen;

    /// <summary>Serial of the last log entry seen.</summary>
    public long AfterLog { get; set; }

    /// <summary>Calls <paramref name="onNews"/> for each answer up to the last; null when <paramref name="timeout"/> is over before the job is.</summary>
    public JobUpdate? Follow(Action<JobUpdate> onNews, TimeSpan? timeout = null)
    {
        var start = session.Clock.GetTimestamp();
        while (true)
        {
            var left = timeout is { } limit ? limit - session.Clock.GetElapsedTime(start) : TimeSpan.FromSeconds(LongestPollSeconds);
            var seconds = Math.Clamp((int)Math.Ceiling(left.TotalSeconds), 0, LongestPollSeconds);
            var update = Ask(seconds);
            _status = update.Status;
            if (update.Logs.Count > 0)
                AfterLog = update.Logs[^1].Serial;
            onNews(update);
            if (update.Final)
                return update;
            if (timeout is { } end && session.Clock.GetElapsedTime(start) >= end)
                return null;
        }
    }

    private JobUpdate Ask(int seconds)
    {
        var status = _status is null ? "" : $"status={_status}&";
        var target = string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/wait?{status}after_log={AfterLog}&timeout={seconds}");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = session.Door.Get(target);
                _seen = true;
                return JobUpdate.Read(answer.RootElement);
            }
            catch (CliException e) when (e.ConnectionLost && _seen && attempt < Attempts)
            {
                if (attempt == 1)
                    session.Screen.Note($"the daemon went away; job {id} is in its journal; waiting for it to come back");
                session.Pause(TimeSpan.FromSeconds(1));
            }
        }
    }
}
