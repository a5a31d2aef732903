using System.Globalization;

namespace Drover.Nodes.TestJobs;

/// <summary>A definition of a test job, and so the process that runs it and its output.</summary>
/// <param name="Job">The test job.</param>
/// <param name="Index">Which definition, from 0.</param>
public readonly record struct StepKey(long Job, int Index)
{
    private const string Prefix = "test-job/";

    /// <summary>Name of its output among the logs of the machine, where it is found, but not listed.</summary>
    public string Log => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Job}/{Index}");

    /// <summary>The definition whose output has a name; null when none has.</summary>
    public static StepKey? OfLog(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name[Prefix.Length..].Split('/') is not [var job, var index])
            return null;
        return long.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new StepKey(number, place) : null;
    }
}
