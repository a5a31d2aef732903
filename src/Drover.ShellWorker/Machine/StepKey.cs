using System.Globalization;

namespace Drover.ShellWorker.Machine;

/// <summary>A definition of a test job, and so the process that runs it and its output.</summary>
/// <param name="Job">The test job.</param>
/// <param name="Index">Which definition, from 0.</param>
internal readonly record struct StepKey(long Job, int Index)
{
    private const string Prefix = "test-job-";

    /// <summary>The group of its process, as the agent has it.</summary>
    public string Group => Prefix + Job.ToString(CultureInfo.InvariantCulture);

    /// <summary>The tag of its process.</summary>
    public string Tag => Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Path of its output below the state directory.</summary>
    public string Output => $"{Job}/{Index}.output";

    /// <summary>Reads what the agent has; null when it is none.</summary>
    public static StepKey? Read(string group, string tag) =>
        group.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(group.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var job)
        && int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new StepKey(job, index)
            : null;
}
