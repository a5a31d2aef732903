using Drover.Nodes.Facts;
using Drover.Nodes.Services;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>What nodes answer, as messages.</summary>
public static class AnswerTranslation
{
    /// <summary>A report of a cltab as a message.</summary>
    public static P.CltabReport ToMessage(this CltabReport report)
    {
        var message = new P.CltabReport { HasErrors = report.HasErrors, HasChanges = report.HasChanges, Refusal = report.Refusal.ToMessage() };
        message.Lines.AddRange(report.Lines);
        if (report.ToConfirm is { } question)
            message.ToConfirm = question;
        return message;
    }

    /// <summary>The report of a message.</summary>
    public static CltabReport ToReport(this P.CltabReport report) => new([.. report.Lines], report.HasErrors, report.HasChanges)
    {
        Refusal = report.Refusal.ToRefusal(),
        ToConfirm = report.HasToConfirm ? report.ToConfirm : null,
    };

    /// <summary>A plan as a message.</summary>
    public static P.GroupPlan ToMessage(this GroupPlan plan)
    {
        var message = new P.GroupPlan { Refusal = plan.Refusal.ToMessage() };
        message.Lines.AddRange(plan.Lines);
        return message;
    }

    /// <summary>The plan of a message.</summary>
    public static GroupPlan ToPlan(this P.GroupPlan plan) => new(plan.Refusal.ToRefusal(), [.. plan.Lines]);

    /// <summary>Figures of processes as a message.</summary>
    public static P.Measures ToMessage(this IReadOnlyDictionary<string, ProcessMeasure> measures)
    {
        var message = new P.Measures();
        foreach (var (invocation, measure) in measures)
            message.Measures_.Add(invocation, new P.Measure { CpuSeconds = measure.CpuSeconds, MemoryMib = measure.MemoryMiB });
        return message;
    }

    /// <summary>The figures of a message.</summary>
    public static IReadOnlyDictionary<string, ProcessMeasure> ToMeasures(this P.Measures measures) =>
        measures.Measures_.ToDictionary(pair => pair.Key, pair => new ProcessMeasure(pair.Value.CpuSeconds, pair.Value.MemoryMib), StringComparer.Ordinal);

    /// <summary>Figures of a machine as a message.</summary>
    public static P.Figures ToMessage(this NodeFigures? figures)
    {
        if (figures is null)
            return new P.Figures();
        var message = new P.Figures
        {
            Known = true,
            MemoryTotal = figures.MemoryTotal,
            MemoryFree = figures.MemoryFree,
            DiskTotal = figures.DiskTotal,
            DiskFree = figures.DiskFree,
            Cpus = figures.Cpus,
            CpuSockets = figures.CpuSockets,
            CpuNodes = figures.CpuNodes,
            BootId = figures.BootId,
        };
        if (figures.Load is { } load)
            message.Load = new P.LoadAverages { One = load.One, Five = load.Five, Fifteen = load.Fifteen };
        if (figures.Kernel is { } kernel)
            message.Kernel = kernel;
        if (figures.System is { } system)
            message.System = system;
        return message;
    }

    /// <summary>The figures of a message; null when they could not be had.</summary>
    /// <param name="figures">The message.</param>
    /// <param name="told">When it came.</param>
    public static NodeFigures? ToFigures(this P.Figures figures, long told) => !figures.Known ? null : new NodeFigures(
        figures.MemoryTotal, figures.MemoryFree, figures.DiskTotal, figures.DiskFree, figures.Cpus, figures.CpuSockets, figures.CpuNodes, figures.BootId)
    {
        Load = figures.Load is { } load ? new LoadAverages(load.One, load.Five, load.Fifteen) : null,
        Kernel = figures.HasKernel ? figures.Kernel : null,
        System = figures.HasSystem ? figures.System : null,
        Told = told,
    };
}
