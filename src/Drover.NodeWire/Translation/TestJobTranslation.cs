using Drover.Nodes.TestJobs;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Test jobs and their steps, as messages.</summary>
public static class TestJobTranslation
{
    /// <summary>A definition as a message.</summary>
    public static P.Step ToMessage(this StepKey key) => new() { Job = key.Job, Index = key.Index };

    /// <summary>The definition of a message.</summary>
    public static StepKey ToKey(this P.Step step) => new(step.Job, step.Index);

    /// <summary>What is run, as a message.</summary>
    public static P.StartStep ToMessage(this StepSpec spec, StepKey key)
    {
        var message = new P.StartStep { Step = key.ToMessage(), Name = spec.Name, Processes = spec.Limits.Processes, Memory = spec.Limits.Memory, FileSize = spec.Limits.FileSize };
        message.Steps.AddRange(spec.Steps);
        message.Variables.AddRange(spec.Variables.Select(variable => new P.Variable { Name = variable.Key, Value = variable.Value }));
        message.Junit.AddRange(spec.Junit);
        return message;
    }

    /// <summary>What a message says is to be run.</summary>
    public static StepSpec ToSpec(this P.StartStep start) => new(
        start.Name, [.. start.Steps], [.. start.Variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))], [.. start.Junit],
        new StepLimits(start.Processes, start.Memory, start.FileSize));

    /// <summary>What was found, as a message.</summary>
    public static P.TestJobsFound ToMessage(this TestJobsFound found)
    {
        var message = new P.TestJobsFound { BootId = found.Boot, SinceBoot = (long)found.SinceBoot.TotalMicroseconds, User = found.User };
        message.Jobs.AddRange(found.Jobs);
        message.Steps.AddRange(found.Steps.Select(ToMessage));
        return message;
    }

    /// <summary>What a message says was found.</summary>
    public static TestJobsFound ToFound(this P.TestJobsFound found) =>
        new(found.BootId, TimeSpan.FromMicroseconds(found.SinceBoot), found.User, [.. found.Jobs], [.. found.Steps.Select(ToKey)]);

    /// <summary>How it is with a definition, as a message.</summary>
    public static P.StepState ToMessage(this StepState state)
    {
        var message = new P.StepState { Known = state.IsKnown };
        if (state.End is not { } end)
            return message;
        message.End = new P.StepEnd { OutOfMemory = end.OutOfMemory };
        if (end.Code is { } code)
            message.End.Exit = code;
        if (end.Signal is { } signal)
            message.End.Signal = signal;
        return message;
    }

    /// <summary>How a message says it is with a definition.</summary>
    public static StepState ToState(this P.StepState state) => new(state.Known, state.End is not { } end ? null
        : new StepEnd(end.HasExit ? end.Exit : null, end.HasSignal ? end.Signal : null, end.OutOfMemory));
}
