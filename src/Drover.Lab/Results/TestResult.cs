using System.Globalization;
using System.Text.Json.Serialization;
using Drover.Kernel.Commands;
using Drover.Kernel.Tables;
using Drover.Lab.TestJobs;
using Drover.Yaml;

namespace Drover.Lab.Results;

/// <summary>The result of one test case of a test job: a row of the table of results.</summary>
public sealed record TestResult
{
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(3 * 365);

    /// <summary>The table: rows of a job are together, in the order in which they came. Kept for three years.</summary>
    internal static StoreTable<TestResult> Table { get; } = new("result", 1, LabJson.Default.TestResult, row => row.Key, row => row.Job.ToString(CultureInfo.InvariantCulture))
    {
        KeepFor = new TableAge(s_oldest, moment => FirstKey(moment)),
    };

    /// <summary>The test job.</summary>
    public required long Job { get; init; }

    /// <summary>When the job was submitted.</summary>
    public required Timestamp Submitted { get; init; }

    /// <summary>Number of the line in the job's log that says it, from 0.</summary>
    public required long Line { get; init; }

    /// <summary>The test suite: <c>lava</c> for steps of the job itself.</summary>
    public required string Suite { get; init; }

    /// <summary>The test case.</summary>
    public required string Case { get; init; }

    /// <summary>pass, fail, skip or unknown.</summary>
    public required string Result { get; init; }

    /// <summary>The test set within the suite; null for none.</summary>
    public string? Set { get; init; }

    /// <summary>What was measured, as the worker wrote it; null for nothing.</summary>
    public string? Measurement { get; init; }

    /// <summary>Unit of the measurement.</summary>
    public string? Units { get; init; }

    /// <summary>Level of the step in the pipeline, such as 2.1.</summary>
    public string? Level { get; init; }

    /// <summary>When the line came.</summary>
    public Timestamp Logged { get; init; }

    /// <summary>First line of the case in the log; null when nobody says.</summary>
    public long? FirstLine { get; init; }

    /// <summary>Last line of the case in the log.</summary>
    public long? LastLine { get; init; }

    /// <summary>Everything else that the worker said, as YAML.</summary>
    public string? Metadata { get; init; }

    /// <summary>Names the row.</summary>
    [JsonIgnore]
    public string Key => $"{FirstKey(Submitted)}-{Job:D12}-{Line:D9}";

    /// <summary>The result <c>lava.job</c> of a job that could not be given to its worker.</summary>
    internal static TestResult OfFailedStart(TestJob job, TestJobEnd end, TimeProvider clock) => new()
    {
        Job = job.Id,
        Submitted = job.Submitted,
        Line = 0,
        Suite = "lava",
        Case = "job",
        Result = "fail",
        Logged = Timestamp.From(clock),
        Metadata = YamlWriter.Block(new YamlMap(
        [
            ("case", YamlScalar.Of("job")), ("definition", YamlScalar.Of("lava")), ("error_type", YamlScalar.Of(end.ErrorType)),
            ("error_msg", YamlScalar.Of(end.Comment)), ("result", YamlScalar.Of("fail")),
        ])),
    };

    /// <summary>The results of a test job, in the order in which they came.</summary>
    /// <param name="store">A view of the store.</param>
    /// <param name="job">The test job.</param>
    public static IEnumerable<TestResult> Of(ITableReader store, long job) => Table.After(store, of: job.ToString(CultureInfo.InvariantCulture));

    private static string FirstKey(Timestamp moment) => $"{Math.Max(0, moment.Microseconds):D16}";
}

/// <summary>An observation: results of test cases. A line that is told twice gives the same row.</summary>
internal sealed class RecordResults(IReadOnlyList<TestResult> rows) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        TestResult.Table.Write(decision, rows);
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
