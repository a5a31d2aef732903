using System.Diagnostics;
using Drover.Cli.CommandLine;
using Drover.Cli.Door;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.Starting;

/// <summary>Starts the daemon for a verb that finds none, where the environment asks for it, and waits until it is ready. Of several runs at once one starts it; the others wait for the same.</summary>
internal sealed class AutoStart
{
    public const string Variable = "DROVER_AUTO_START";
    public const string TimeVariable = "DROVER_AUTO_START_TIME";

    private static readonly TimeSpan s_usualLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.1);

    /// <summary>A state directory that is in use is looked at again after this time: its daemon may be about to end.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly Session _session;
    private readonly DaemonLaunch _launch;
    private readonly Deadline _deadline;
    private Deadline? _wait;
    private Process? _daemon;

    private AutoStart(Session session, DaemonLaunch launch, TimeSpan limit) =>
        (_session, _launch, _deadline) = (session, launch, new Deadline(session.Clock, limit));

    /// <summary>Has a daemon run, if that is asked for.</summary>
    /// <exception cref="CliException">NOT_STARTED: none came up in time, or what was started ended; its last words are told.</exception>
    public static void Ensure(Session session)
    {
        if (!IsWanted(session.Environment) || Answers(session))
            return;
        var limit = session.Environment(TimeVariable) is { Length: > 0 } text ? Values.Duration(text, TimeVariable)!.Value : s_usualLimit;
        session.Screen.Note(Language.Say("auto-start.begins", ElapsedText.Of(limit)));
        if (session.SocketOption is null && session.Environment("DROVER_SOCKET") is not { Length: > 0 } && ServiceUnit.OfThisMachine is { IsKnown: true } unit)
            unit.Start();
        else
            new AutoStart(session, DaemonLaunch.For(session), limit).Await();
    }

    private static bool IsWanted(Func<string, string?> environment) => environment(Variable) switch
    {
        null or "" or "0" or "no" or "off" or "false" => false,
        "1" or "yes" or "on" or "true" => true,
        var other => throw CliException.Usage(Language.Say("auto-start.value", Variable, other)),
    };

    /// <summary>Whether anything takes connections; what is wrong with it the verb finds out.</summary>
    private static bool Answers(Session session)
    {
        try
        {
            session.OpenDoor().Get("/livez").Dispose();
            return true;
        }
        catch (CliException e)
        {
            return e.Code != "NO_DAEMON";
        }
    }

    private void Await()
    {
        using var turn = new StartTurn(_launch.Place);
        try
        {
            while (Obstacle() is { } reason)
            {
                if (_deadline.IsOver)
                    throw Failed(Language.Say("auto-start.late", reason));
                if (turn.Take())
                    Start();
                _session.Pause(s_pause);
            }
        }
        finally
        {
            _daemon?.Dispose();
        }
    }

    /// <summary>Starts it, or looks what has become of what was started.</summary>
    private void Start()
    {
        if (_daemon is null && _wait?.IsOver != false && !Answers(_session))
        {
            _daemon = _launch.Begin();
        }
        else if (_daemon?.HasExited == true)
        {
            if (_daemon.ExitCode != DaemonLaunch.StateInUse)
                throw Failed(Language.Say("auto-start.ended", _daemon.ExitCode));
            _daemon.Dispose();
            (_daemon, _wait) = (null, new Deadline(_session.Clock, s_again));
        }
    }

    /// <summary>Why there is no daemon yet; null when it is ready.</summary>
    private string? Obstacle()
    {
        try
        {
            _session.OpenDoor().Get("/readyz", new Deadline(_session.Clock, s_answer)).Dispose();
            return null;
        }
        catch (CliException e)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            return Language.Say("ready.silent");
        }
    }

    private CliException Failed(string message)
    {
        foreach (var line in _launch.LastWords())
            _session.Screen.Note(line);
        return new("NOT_STARTED", message, ExitCode.NoDaemon, Language.Say("auto-start.hint", _launch.Log));
    }
}
