using Drover.Kernel.Commands;
using Drover.Kernel.Tables;

namespace Drover.Lab.TestJobs;

/// <summary>What a worker says of the pipeline that it made of a test job (<c>description.yaml</c>): a row of the table of descriptions, kept as long as its test job.</summary>
/// <param name="Job">The test job.</param>
/// <param name="OnDevice">The device that it ran on, or connected to.</param>
/// <param name="Text">The text as it was sent: YAML, with tags of Python objects where the worker is old.</param>
public sealed record TestJobDescription(long Job, string OnDevice, string Text)
{
    // As of the test jobs themselves.
    private const int MostOfADevice = 10_000;

    internal static StoreTable<TestJobDescription> Table { get; } =
        new("test-job-description", 1, LabJson.Default.TestJobDescription, row => TestJob.KeyOf(row.Job), row => row.OnDevice)
        {
            KeepPerIndex = MostOfADevice,
        };

    /// <summary>The description of a test job; null when no worker has sent one.</summary>
    public static string? Find(ITableReader store, long job) => Table.Find(store, TestJob.KeyOf(job))?.Text;
}

/// <summary>An observation: a worker has described a test job.</summary>
internal sealed class KeepDescription(TestJobDescription description) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        TestJobDescription.Table.Write(decision, [description]);
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
