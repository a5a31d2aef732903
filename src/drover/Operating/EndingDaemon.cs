using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Words;

namespace Drover.Cli.Operating;

/// <summary>The daemon of this machine, on its way to its end.</summary>
internal sealed class EndingDaemon
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(100);

    private readonly Session _session;
    private readonly LockHolder _holder;

    private EndingDaemon(Session session, LockHolder holder) => (_session, _holder) = (session, holder);

    public int Pid => _holder.Pid;

    /// <summary>Sends a signal to the process that holds the state directory of the daemon that answers. One that is about to end already gets none: a second
    /// signal would end it at once, without the time that services and jobs have.</summary>
    public static EndingDaemon Signal(Session session, int signal)
    {
        var holder = LockHolder.Read(StateDirectory(session.Door));
        if (IsStopping(session.Door))
            session.Screen.Note(Language.Say("ending.already", holder.Pid));
        else
            holder.Signal(signal);
        return new EndingDaemon(session, holder);
    }

    /// <summary>Waits for its end. A look at the socket alone could find that of a successor; and the state directory is free only when the process has ended.</summary>
    /// <param name="deadline">Until when at most.</param>
    /// <param name="hint">What may take long.</param>
    public void Wait(Deadline deadline, string hint)
    {
        _session.BeginFollowing();
        while (_holder.Lives)
        {
            if (deadline.IsOver)
                throw new CliException("TIMEOUT", Language.Say("ending.not-yet", Pid), ExitCode.Timeout, hint);
            _session.Pause(s_lookEvery);
        }
    }

    private static bool IsStopping(DaemonDoor door)
    {
        using var answer = door.Get("/v1/queue");
        return answer.RootElement.TryGetProperty("stopping", out var stopping) && stopping.ValueKind == JsonValueKind.True;
    }

    private static string StateDirectory(DaemonDoor door)
    {
        using var answer = door.Get("/v1/config");
        foreach (var setting in answer.RootElement.GetProperty("settings").EnumerateArray())
        {
            if (setting.GetProperty("name").ValueEquals("state"))
                return setting.GetProperty("value").GetString() ?? throw LockHolder.Denied(Language.Say("ending.no-state"));
        }

        throw HttpReply.Broken(Language.Say("ending.no-setting"));
    }
}
