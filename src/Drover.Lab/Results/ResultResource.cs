using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Results;

/// <summary>Results of test cases, one row a case and time.</summary>
internal static class ResultResource
{
    public static Resource Build() => TestResult.Table.Resource("Results of test cases", "id", "job")
        .VisibleTo(Visibility.Operators)
        .Field("id", "ID", FieldKind.Text, "Names the row; rows of a job are together, in the order in which they came", row => row.Key)
        .Field("job", "Job", FieldKind.Text, "The test job; a filter on it reads the rows of this job alone", row => $"{row.Job}", isDefault: true)
        .Field("suite", "Suite", FieldKind.Text, "The test suite; lava for the steps of the job itself", row => row.Suite, isDefault: true)
        .Field("case", "Case", FieldKind.Text, "The test case", row => row.Case, isDefault: true)
        .Field("result", "Result", FieldKind.Text, "How it ended: pass, fail, skip or unknown", row => row.Result, isDefault: true)
        .Field("measurement", "Measurement", FieldKind.Text, "What was measured", row => row.Measurement.OrUnavailable(), isDefault: true)
        .Field("units", "Units", FieldKind.Text, "Unit of the measurement", row => row.Units.OrUnavailable(), isDefault: true)
        .Field("set", "Set", FieldKind.Text, "The test set within the suite", row => row.Set.OrUnavailable())
        .Field("level", "Level", FieldKind.Text, "Level of the step in the pipeline", row => row.Level.OrUnavailable())
        .Field("logged", "Logged", FieldKind.Timestamp, "When it came", row => FieldValue.Seconds(row.Logged))
        .Field("line", "Line", FieldKind.Number, "Number of its line in the log, from 0", row => row.Line)
        .Field("first_line", "FirstLine", FieldKind.Number, "First line of the case in the log", row => row.FirstLine.OrUnavailable())
        .Field("last_line", "LastLine", FieldKind.Number, "Last line of the case in the log", row => row.LastLine.OrUnavailable())
        .Field("metadata", "Metadata", FieldKind.Text, "Everything else that the worker said, as YAML", row => row.Metadata.OrUnavailable())
        .Build();
}
