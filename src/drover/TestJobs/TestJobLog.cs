using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Services;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>The log of a test job, as the daemon keeps it: one item of a YAML list a line.</summary>
internal sealed class TestJobLog(long job)
{
    /// <summary>There is no log until the worker has said something.</summary>
    private static readonly TimeSpan s_untilNextLook = TimeSpan.FromMilliseconds(250);

    private readonly string _path = "/v1/logs/" + Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $"test-job/{job}"));

    /// <summary>What there is at this moment, byte for byte. Nothing where nothing was said yet.</summary>
    public void Copy(DaemonDoor door, string range, Action<ReadOnlySpan<byte>> take)
    {
        try
        {
            door.Copy(_path + range, take);
        }
        catch (CliException e) when (IsMissing(e))
        {
            // Nothing was said yet.
        }
    }

    /// <summary>What there is at this moment, line by line.</summary>
    public void Read(DaemonDoor door, string range, Action<LogPiece> take)
    {
        try
        {
            door.Lines(_path + range, data => take(LogPiece.Read(data)));
        }
        catch (CliException e) when (IsMissing(e))
        {
            // Nothing was said yet.
        }
        catch (JsonException)
        {
            throw HttpReply.Broken(Language.Say("test.log-line"));
        }
    }

    /// <summary>What there is and what comes, until interrupted. A log that is not there yet, and a daemon that goes away, are waited for.</summary>
    public void Follow(Session feed, string range, Action<LogPiece> take)
    {
        var stream = new StreamFollower(feed, Language.Say("test.log-broke"));
        string? reached = null;
        while (true)
        {
            try
            {
                stream.Follow(
                    last => feed.Door.Stream(_path + ((last ?? reached) is { } offset ? $"?offset={offset}" : range)),
                    frame =>
                    {
                        reached = frame.Id ?? reached;
                        take(LogPiece.Read(frame.Data));
                    });
            }
            catch (CliException e) when (IsMissing(e))
            {
                feed.Pause(s_untilNextLook);
            }
        }
    }

    private static bool IsMissing(CliException e) => e.Code is "LOG_UNKNOWN" or "LOG_EMPTY";
}
