using System.Text.Json;
using Drover.Nodes.Services;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

public sealed partial class Supervisor
{
    /// <summary>Tells those who listen that a process has changed its state.</summary>
    /// <param name="group">The group after the step.</param>
    /// <param name="report">A change on the way there.</param>
    private void Signal(GroupState group, GroupAction.ReportProcess report)
    {
        // An entry that is out of the cltab is forgotten in the step in which its process ends.
        var process = group.Processes.GetValueOrDefault(report.Tag);
        // A state that the same step has left again was never there for anybody to see.
        if (process is null || process.Phase == report.Phase)
            _kernel.Signals.Publish(ServicesDomain.ProcessChanged, new ProcessKey(Node, group.Name, report.Tag).ToString(), writer => Write(writer, group.Name, report, process));
    }

    /// <summary>The words and figures are those of the table <c>process</c>; what is not known is left out.</summary>
    private void Write(Utf8JsonWriter writer, string group, GroupAction.ReportProcess report, ProcessState? process)
    {
        writer.WriteStartObject();
        writer.WriteString("node"u8, Node);
        writer.WriteString("group"u8, group);
        writer.WriteString("tag"u8, report.Tag);
        writer.WriteString("state"u8, StateWord(report.Phase));
        if (process is not null)
        {
            if (process is { MainLives: true, Pid: > 0 })
                writer.WriteNumber("pid"u8, process.Pid);
            if (process.Run > 0)
                writer.WriteNumber("run"u8, process.Run);
            writer.WriteNumber("restarts"u8, process.Restarts);
            if (process.LastExit is { } end)
                writer.WriteString("last_exit"u8, end.ToString());
            if (process.Error is { } error)
                writer.WriteString("error"u8, error);
        }
        writer.WriteEndObject();
    }

    private static string StateWord(ProcessPhase phase) => phase.ToString().ToUpperInvariant();
}
