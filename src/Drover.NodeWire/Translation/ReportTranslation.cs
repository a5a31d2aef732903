using Drover.Nodes.Commands;
using Drover.Nodes.Services;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Reports as messages.</summary>
public static class ReportTranslation
{
    /// <summary>A report as a message.</summary>
    public static P.Report ToMessage(this ServiceReport report)
    {
        var message = new P.Report { Number = report.Number };
        switch (report)
        {
            case GroupChanged changed:
                message.Group = new P.GroupChanged { Group = changed.Group.Group, Status = changed.Status.ToMessage() };
                break;
            case LevelLogged logged:
                message.Logged = new P.LevelLogged { Command = logged.Command.ToMessage(), Text = logged.Text };
                break;
            case LevelEnded ended:
                message.Ended = new P.LevelEnded { Command = ended.Command.ToMessage(), Kind = (int)ended.End.Kind, Word = ended.End.Word };
                if (ended.End.Detail is { } detail)
                    message.Ended.Detail = detail;
                break;
            case ProcessesEnded processes:
                message.Processes = new P.ProcessesEnded();
                message.Processes.Ends.AddRange(processes.Ends.Select(ToMessage));
                break;
            case ReportsDropped dropped:
                message.Dropped = new P.ReportsDropped { Count = dropped.Count };
                break;
            case CommandOutput output:
                message.Output = output.ToMessage();
                break;
            case CommandEnded ended:
                message.CommandEnded = ended.ToMessage();
                break;
            default:
                throw new ArgumentException($"A report of the kind {report.GetType().Name} has no message.", nameof(report));
        }
        return message;
    }

    /// <summary>The report of a message; null when it is of a kind that this program does not know.</summary>
    public static ServiceReport? ToReport(this P.Report report, string node) => report.KindCase switch
    {
        P.Report.KindOneofCase.Group => new GroupChanged(report.Number, new GroupKey(node, report.Group.Group), report.Group.Status.ToStatus()),
        P.Report.KindOneofCase.Logged => new LevelLogged(report.Number, report.Logged.Command.ToKey(), report.Logged.Text),
        P.Report.KindOneofCase.Ended => new LevelEnded(report.Number, report.Ended.Command.ToKey(),
            new LevelEnd((LevelEndKind)report.Ended.Kind, report.Ended.Word, report.Ended.HasDetail ? report.Ended.Detail : null)),
        P.Report.KindOneofCase.Processes => new ProcessesEnded(report.Number, [.. report.Processes.Ends.Select(end => end.ToEnd(node))]),
        P.Report.KindOneofCase.Dropped => new ReportsDropped(report.Number, report.Dropped.Count),
        P.Report.KindOneofCase.Output => report.Output.ToReport(report.Number),
        P.Report.KindOneofCase.CommandEnded => report.CommandEnded.ToReport(report.Number),
        _ => null,
    };

    /// <summary>Where a group stands, as a message.</summary>
    public static P.GroupStatus? ToMessage(this GroupStatus? status)
    {
        if (status is null)
            return null;
        var message = new P.GroupStatus { State = status.State, Since = status.Since, BootId = status.BootId };
        if (status.Level is { } level)
            message.Level = level;
        if (status.Target is { } target)
            message.Target = target;
        if (status.Reason is { } reason)
            message.Reason = reason;
        if (status.Wanted is { } wanted)
            message.Wanted = wanted;
        return message;
    }

    /// <summary>Where the group of a message stands; null when it is gone.</summary>
    public static GroupStatus? ToStatus(this P.GroupStatus? status) => status is null ? null : new GroupStatus(
        status.HasLevel ? status.Level : null, status.HasTarget ? status.Target : null, status.State, status.HasReason ? status.Reason : null, status.Since, status.BootId)
    {
        Wanted = status.HasWanted ? status.Wanted : null,
    };

    private static P.ProcessEnd ToMessage(ProcessEnd end)
    {
        var message = new P.ProcessEnd
        {
            Group = end.Process.Group,
            Tag = end.Process.Tag,
            Run = end.Run,
            Level = end.Level,
            Started = end.Started,
            Ended = end.Ended,
            OutOfMemory = end.OutOfMemory,
            Missed = end.Missed,
        };
        if (end.Exit is { } exit)
            message.Exit = exit;
        if (end.Signal is { } signal)
            message.Signal = signal;
        return message;
    }

    private static ProcessEnd ToEnd(this P.ProcessEnd end, string node) => new(
        new ProcessKey(node, end.Group, end.Tag), end.Run, end.Level, end.Started, end.Ended, end.HasExit ? end.Exit : null, end.HasSignal ? end.Signal : null, end.OutOfMemory, end.Missed);
}
