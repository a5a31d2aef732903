using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Jobs;

/// <summary>Follows a job by the stream that the daemon has of it. A daemon that goes away is waited for, since its jobs survive it.</summary>
internal sealed class JobFollower(Session session, long id)
{
    /// <summary>Serial of the last log entry seen; null when the log is not wanted.</summary>
    public long? AfterLog { get; set; } = 0;

    /// <summary>Calls <paramref name="onNews"/> for each piece of news up to the last; null when <paramref name="timeout"/> is over before the job is.</summary>
    public JobUpdate? Follow(Action<JobUpdate> onNews, TimeSpan? timeout = null)
    {
        JobUpdate? update = null;
        var stream = new StreamFollower(session, Language.Say("follow.away", id));
        var isOver = stream.FollowToEnd(
            (_, deadline) => session.Door.Stream(Target, deadline),
            news =>
            {
                using var document = JsonDocument.Parse(news.Data, DaemonDoor.Reading);
                update = JobUpdate.Read(document.RootElement, update);
                if (update.Logs.Count > 0)
                    AfterLog = update.Logs[^1].Serial;
                onNews(update);
                return update.Final;
            },
            new Deadline(session.Clock, timeout));
        return isOver ? update : null;
    }

    private string Target => string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/follow{(AfterLog is { } serial ? $"?after_log={serial}" : "")}");
}
