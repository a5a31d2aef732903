using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Trees;
using Drover.Agent.Watching;

namespace Drover.Agent.Spawning;

/// <summary>A start that is under way, with all that must be taken back if it fails.</summary>
internal sealed class PendingStart
{
    internal required ProcessSpec Spec { get; init; }

    internal required string Invocation { get; init; }

    internal required Bounds Bounds { get; init; }

    internal Launch? Launch { get; set; }

    /// <summary>The record as it was written; null before that.</summary>
    internal InvocationRecord? Record { get; set; }

    internal NotifySocket? Notify { get; set; }

    /// <summary>Descriptor of the log; below 0 if there is none.</summary>
    internal int Output { get; set; } = -1;

    /// <summary>What becomes standard output; below 0 for nothing.</summary>
    internal int StandardOutput => Spec.Pipes?.OutputEnd ?? Output;

    /// <summary>What becomes standard error.</summary>
    internal int StandardError => Spec.Pipes?.ErrorEnd ?? Output;

    /// <summary>Which file that is; null if it is not known.</summary>
    internal FileIdentity? LogFile { get; set; }

    /// <summary>Its cgroup; null if it has none.</summary>
    internal string? Group { get; set; }

    /// <summary>The cgroup that its first process is to be born into. A status keeper stays outside of one with limits, and uses up nothing of it.</summary>
    internal string? BornInto => Spec.KeepStatus && Bounds.Group is not null ? null : Group;

    internal Birth Birth { get; set; }

    /// <summary>What did not work but prevents nothing; null if nothing.</summary>
    internal string? Warning { get; private set; }

    internal void Warn(string? text) => Warning = text is null ? Warning : Warning is null ? text : $"{Warning} {text}";

    internal void CloseOutput()
    {
        if (Output >= 0)
            _ = Libc.Close(Output);
        Output = -1;
    }

    /// <summary>Leaves nothing of it.</summary>
    internal void Undo(RecordFiles files)
    {
        CloseOutput();
        Notify?.Dispose();
        if (Record is not null)
            files.Delete(Record);
        if ((Group ?? Bounds.Group) is { } group)
            Cgroups.Remove(group);
    }
}
