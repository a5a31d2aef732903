using System.Globalization;
using Drover.Agent;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Commands that are run for an entry beside its process: what it names for a stop and for a reload. They run in the surroundings of the entry, write to its log, find
/// the number of its main process in <c>MAINPID</c>, and are killed when they have not ended by the time that a stop would kill the entry.</summary>
public sealed partial class Supervisor
{
    private const string StopMode = "stop";
    private const string ReloadMode = "reload";

    private readonly Dictionary<string, ITimer> _commands = new(StringComparer.Ordinal);

    private static bool IsCommand(ProcessView process) => process.Mode is StopMode or ReloadMode;

    /// <summary>Starts a command. Returns why it could not be, or null.</summary>
    private string? RunCommand(ProcessState process, string text, string mode)
    {
        var entry = process.Entry with { Command = new CltabCommand(text) };
        var plain = StartSpec.Of(KeyOf(entry), new GroupAction.Start(entry.Tag, process.Run, entry, process.Level, ProcessAccount.None), LogPath(entry), note: default);
        var spec = plain with
        {
            Mode = mode,
            KeepStatus = false,
            Notify = false,
            Objection = mode == StopMode ? ObjectionToStop(entry.Group) : ObjectionTo(entry.Group),
            Environment = new Dictionary<string, string>(plain.Environment, StringComparer.Ordinal) { ["MAINPID"] = process.Pid.ToString(CultureInfo.InvariantCulture) },
        };
        var outcome = _agent!.StartAll([spec])[0];
        if (outcome.Process is not { } started)
            return outcome.Refusal;
        Watch(started, entry.Options.Stop.UntilTerm + entry.Options.Stop.UntilKill);
        return null;
    }

    private void Watch(ProcessView command, TimeSpan most) => _commands[command.Invocation] = _clock.CreateTimer(
        _ => _inbox.Writer.TryWrite(() => Track(_agent!.KillTreeAsync(command.Invocation, _stop.Token))), null, most, Timeout.InfiniteTimeSpan);

    /// <summary>Runs the command that an entry has for its stop; without success its first signal takes the place of that.</summary>
    private void RunStop(SupervisedGroup group, GroupAction.RunStop stop)
    {
        var process = group.State.Processes.GetValueOrDefault(stop.Tag);
        var problem = process is null ? "it is gone" : RunCommand(process, stop.Entry.Options.Stop.Command!, StopMode);
        if (problem is not null)
            ServiceLog.StopCommandFailed(_log, NameOf(group, stop.Tag), problem);
        Reach(group, stop.Tag, stop.Run, run => problem is null
            ? Task.FromResult(TreeRemains.None)
            : _agent!.SignalTreeAsync(run.Invocation, (int)stop.Entry.Options.Stop.Signal, _stop.Token));
    }

    /// <summary>Takes note of the end of a command. False if it is none.</summary>
    private bool OnCommandEnded(ProcessReport report)
    {
        if (!_commands.Remove(report.Invocation, out var timer))
            return false;
        timer.Dispose();
        if (!report.Status.IsSuccess)
            ServiceLog.CommandFailed(_log, report.Key.Name, Translate(report.Status).ToString());
        Track(EndCommandAsync(report.Invocation));
        return true;
    }

    private async Task EndCommandAsync(string invocation)
    {
        await _agent!.KillTreeAsync(invocation, _stop.Token);
        _agent.Forget(invocation);
    }

    /// <summary>What an earlier daemon ran for an entry is not waited for.</summary>
    private void DropCommand(ProcessView command)
    {
        if (command.IsRunning)
            Watch(command, TimeSpan.Zero);
        else
            Track(EndCommandAsync(command.Invocation));
    }

    private void EndWatches()
    {
        foreach (var timer in _commands.Values)
            timer.Dispose();
    }
}
