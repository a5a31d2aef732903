using System.Globalization;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;

namespace Drover.Agent.TestJobs;

/// <summary>By which group and tag the agent has the process of a definition.</summary>
internal static class StepTags
{
    private const string Prefix = "test-job-";

    public static ProcessKey KeyOf(string node, StepKey step) =>
        new(node, Prefix + step.Job.ToString(CultureInfo.InvariantCulture), step.Index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The definition of a process; null when it is of none.</summary>
    public static StepKey? Read(ProcessKey key) =>
        key.Group.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(key.Group.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var job)
        && int.TryParse(key.Tag, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new StepKey(job, index)
            : null;
}
