using Drover.Kernel.Commands;
using Drover.Nodes.Services;
using Drover.Services.History;
using Drover.Services.Levels;

namespace Drover.Services.Nodes;

/// <summary>An observation: a node reports. What is durable of it is written in one go, with the number up to which it was heard; the answer is the reports that had not been taken before.</summary>
/// <param name="node">The node.</param>
/// <param name="stream">Under which the numbers of its reports rise; null when they are told once only.</param>
/// <param name="reports">The reports in the order of their numbers.</param>
internal sealed class RecordReports(string node, string? stream, IReadOnlyList<ServiceReport> reports) : Command<IReadOnlyList<ServiceReport>>
{
    protected override IReadOnlyList<ServiceReport> Decide(Decision decision)
    {
        var mark = stream is null ? null : decision.State.Objects.Find(ReportMark.Kind, node);
        var fresh = mark is not null && mark.Stream == stream ? [.. reports.Where(report => report.Number > mark.Number)] : reports;
        foreach (var report in fresh)
            if (report is GroupChanged changed)
                Record(decision, changed);
            else if (report is ProcessesEnded processes)
                PastProcess.Table.Write(decision, processes.Ends.Select(PastProcess.Of));
        if (stream is not null && fresh.Count > 0)
            decision.Store(ReportMark.Kind, node, new ReportMark { Stream = stream, Number = fresh[^1].Number });
        return fresh;
    }

    private static void Record(Decision decision, GroupChanged report)
    {
        var key = report.Group.ToString();
        var known = decision.State.Objects.Find(ServiceGroupRecord.Kind, key);
        if (report.Status is { } status && known?.Status != status)
            decision.Store(ServiceGroupRecord.Kind, key, ServiceGroupRecord.Of(report.Group, status));
        else if (report.Status is null && known is not null)
            decision.Remove(ServiceGroupRecord.Kind, key);
    }
}
