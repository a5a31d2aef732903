using Drover.Kernel.Commands;
using Drover.Kernel.Tables;
using Drover.Lab.Assignments;

namespace Drover.Lab.TestJobs;

/// <summary>What a worker got with a test job: a row of the table of texts, kept as long as its test job.</summary>
/// <param name="Job">The test job.</param>
/// <param name="OnDevice">The device that it was for.</param>
/// <param name="Texts">The texts.</param>
public sealed record TestJobTexts(long Job, string OnDevice, WorkerTexts Texts)
{
    // As of the test jobs themselves.
    private const int MostOfADevice = 10_000;

    internal static StoreTable<TestJobTexts> Table { get; } = new("test-job-texts", 1, LabJson.Default.TestJobTexts, row => TestJob.KeyOf(row.Job), row => row.OnDevice)
    {
        KeepPerIndex = MostOfADevice,
    };

    /// <summary>What the worker of a test job got; null when it got nothing yet.</summary>
    public static WorkerTexts? Find(ITableReader store, long job) => Table.Find(store, TestJob.KeyOf(job))?.Texts;
}

/// <summary>An observation: what a worker gets with a test job.</summary>
internal sealed class KeepTexts(TestJobTexts texts) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        TestJobTexts.Table.Write(decision, [texts]);
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
