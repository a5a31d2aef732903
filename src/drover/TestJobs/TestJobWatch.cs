using System.Text;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Services;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>Follows a test job to its end: its log as it comes, changes of its state, on a terminal its cases below that; then what its cases found.</summary>
internal sealed class TestJobWatch
{
    private static string Away => Language.Say("daemon.away");

    /// <summary>Pieces of the log that wait for a slow terminal.</summary>
    private const int MostPieces = 16;

    private readonly Session _session;
    private readonly long _id;
    private readonly string _form;
    private readonly string _range;
    private readonly Action<ReadOnlyMemory<byte>> _print;
    private readonly bool _isLogOnly;
    private readonly ValueText _text;
    private readonly TestJobLog _log;
    private readonly TestLogLines _lines = new();
    private readonly TestJobPanel _view;
    private readonly InlinePainter? _panel;
    private JobUpdate? _last;
    private string _told = "";
    private bool _isHidden;

    private TestJobWatch(Session session, long id, string form, string range, Action<ReadOnlyMemory<byte>>? print)
    {
        (_session, _id, _form, _range, _isLogOnly) = (session, id, form, range, print is not null);
        _text = new ValueText(session.Zone);
        _print = print ?? PrintLine;
        _log = new TestJobLog(id);
        _view = new TestJobPanel(id);
        _panel = form == "text" && !_isLogOnly && session.Screen.CanDraw ? new InlinePainter(session.Screen, WindowSize.Get) : null;
    }

    /// <summary>The test job with the id of a job that is to be followed; null for a job of another kind. A daemon that goes away is waited for.</summary>
    public static TestJobRow? Find(Session session, long id) => Patience.Ask(session, Away, () => TestJobRow.Find(session.Door, id));

    /// <summary>Says that it was submitted, and follows it.</summary>
    /// <returns>The exit code: the job is complete and no case failed, or which of both is not so.</returns>
    public static int FollowSubmitted(Session session, long id, string form)
    {
        if (form == "text")
            session.Screen.Out.WriteLine(Language.Say("job.submitted", id));
        session.Screen.Flush();
        return Follow(session, id, form);
    }

    /// <summary>Follows it, also one that is over.</summary>
    /// <returns>The exit code: the job is complete and no case failed, or which of both is not so.</returns>
    public static int Follow(Session session, long id, string form)
    {
        var watch = new TestJobWatch(session, id, form, "?offset=0", print: null);
        watch.Run();
        return watch.Conclude();
    }

    /// <summary>Its log alone, until it ends.</summary>
    /// <param name="range">What of the log that is there already.</param>
    /// <param name="print">Takes each line as it is stored.</param>
    public static void FollowLog(Session session, long id, string range, Action<ReadOnlyMemory<byte>> print) => new TestJobWatch(session, id, "text", range, print).Run();

    private void Run()
    {
        _session.BeginFollowing();
        try
        {
            using var loop = new LiveLoop(_session);
            using var room = new SemaphoreSlim(MostPieces);
            using var job = new Feed(_session, loop, note => loop.Post(() => Tell(note)), feed => new JobFollower(feed, _id).Follow(update => loop.Post(() => Take(update))));
            using var log = new Feed(_session, loop, static _ => { }, feed => FollowLog(feed, loop, room));
            using var picture = _isLogOnly ? null : new Feed(_session, loop, static _ => { }, feed => Look(feed, loop));
            loop.Run(_view, _panel ?? (IPainter)new QuietPainter(_session.Screen));
        }
        catch (OperationCanceledException) when (_session.Interrupt.IsCancellationRequested && !_session.ReaderLeft && !_isLogOnly)
        {
            Tell(Language.Say("job.goes-on", _id));
            throw;
        }
        finally
        {
            _panel?.Clear();
        }

        if (!_isHidden)
            PrintRest();
        _session.Screen.Flush();
    }

    /// <summary>What the worker had said by the end was not all on its way here.</summary>
    private void PrintRest()
    {
        try
        {
            Patience.Ask(_session, Away, () =>
            {
                _lines.BeginAnew();
                _log.Read(_session.Door, _lines.Offset > 0 ? $"?offset={_lines.Offset}" : _range, TakeLines);
                return true;
            });
        }
        catch (CliException e) when (IsHidden(e))
        {
            Hide();
        }
    }

    private int Conclude()
    {
        var results = new TestResults(_id);
        if (!_isHidden)
            Patience.Ask(_session, Away, () => results.Read(_session.Door));
        var outcome = new TestJobOutcome(_last!, Find(_session, _id), results.Cases, _isHidden);
        if (_form == "json")
            outcome.WriteJson(_session);
        else
            outcome.Print(_session);
        _session.Screen.Flush();
        if (outcome.Failure is { } failure)
            ErrorPrinter.Print(_session.Screen, failure);
        return outcome.Failure?.ExitCode ?? ExitCode.Ok;
    }

    private void Take(JobUpdate update)
    {
        if (update.Logs.Count > 0 && !_isLogOnly)
        {
            _panel?.Clear();
            foreach (var entry in update.Logs)
                WriteLine(entry.Line(_text, withOpcode: false));
        }

        if (update.Final)
            (_last, _view.IsOver) = (update, true);
    }

    /// <summary>For operators only; whoever is none follows the states.</summary>
    private void FollowLog(Session feed, LiveLoop loop, SemaphoreSlim room)
    {
        try
        {
            _log.Follow(feed, _range, piece =>
            {
                room.Wait(feed.Interrupt);
                loop.Post(() =>
                {
                    _panel?.Clear();
                    TakeLines(piece);
                    room.Release();
                });
            });
        }
        catch (CliException e) when (IsHidden(e))
        {
            loop.Post(Hide);
        }
    }

    /// <summary>Whoever wants the log alone gets the error itself.</summary>
    private bool IsHidden(CliException e) => e.ExitCode == ExitCode.NotAllowed && !_isLogOnly;

    private void Hide()
    {
        _isHidden = true;
        Tell(Language.Say("test.log-hidden", _id));
    }

    /// <summary>The picture only: what the daemon refuses here does not end the following.</summary>
    private void Look(Session feed, LiveLoop loop)
    {
        var results = new TestResults(_id);
        new FleetChanges(feed)
        {
            Away = error => loop.Post(() => _view.Away ??= FleetChanges.IsAway(error) ? feed.Clock.GetUtcNow() : null),
        }.Follow(() =>
        {
            var picture = TestJobPicture.Read(feed.Door, _id);
            loop.Post(() => Take(picture));
            var cases = results.Read(feed.Door);
            loop.Post(() => _view.Add(cases));
        });
    }

    private void Take(TestJobPicture picture)
    {
        (_view.Picture, _view.Away) = (picture, null);
        if (picture.Words is not { Length: > 0 } words || words == _told)
            return;
        _told = words;
        if (_panel is null)
            WriteLine(Language.Say("test.now", _id, Printable.Line(words)));
    }

    private void TakeLines(LogPiece piece)
    {
        foreach (var line in _lines.Take(piece))
            _print(line);
    }

    private void PrintLine(ReadOnlyMemory<byte> line) =>
        WriteLine(TestLogLine.Read(Encoding.UTF8.GetString(line.Span)).Text(_text, _form == "text" && _session.Screen.OutColour));

    private void WriteLine(string line)
    {
        if (_form == "text")
            _session.Screen.Out.WriteLine(line);
        else
            _session.Screen.Note(line);
    }

    private void Tell(string note)
    {
        _panel?.Clear();
        _session.Screen.Note(note);
    }
}
