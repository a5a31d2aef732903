using System.Globalization;
using Drover.Lab.Results;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Results;

namespace Drover.LavaWeb.Rest;

/// <summary><c>jobs/ID/suites/</c> and <c>jobs/ID/tests/</c>.</summary>
internal static class RestResults
{
    private static readonly string[] s_verdicts = ["pass", "fail", "skip", "unknown"];

    public static Task SuitesAsync(RestRequest request, TestJob job, IReadOnlyList<TestResult> rows, string[] below)
    {
        var suites = ResultSuite.Of(rows);
        IReadOnlyList<RestField<ResultSuite>> fields =
        [
            new("id", suite => suite.Id) { Kind = RestKind.Number, IsOrder = true },
            new("resource_uri", suite => request.Address($"jobs/{job.Id}/suites/{suite.Id}/")),
            new("name", suite => suite.Name) { IsOrder = true },
            new("job", _ => job.Id),
        ];
        if (below.Length == 0)
            return RestListing.AnswerAsync(request, fields, suites);
        var found = suites.FirstOrDefault(suite => suite.Id.ToString(CultureInfo.InvariantCulture) == below[0]) ?? throw RestException.NotFound;
        return below switch
        {
            [_] => request.JsonAsync(json => RestListing.Write(json, fields, found)),
            [_, "csv"] => request.TextAsync("application/csv", ResultExport.Csv(found.Cases)),
            [_, "yaml"] => request.TextAsync("application/yaml", ResultExport.Yaml(found.Cases)),
            [_, "tests", .. var rest] => TestsAsync(request, job, rows, found.Cases, rest),
            _ => throw RestException.NotFound,
        };
    }

    public static Task TestsAsync(RestRequest request, TestJob job, IReadOnlyList<TestResult> all, IReadOnlyList<TestResult> rows, string[] below)
    {
        var suites = ResultSuite.Of(all).ToDictionary(suite => suite.Name, suite => suite.Id, StringComparer.Ordinal);
        IReadOnlyList<RestField<TestResult>> fields =
        [
            new("id", row => ResultIds.Of(row)) { Kind = RestKind.Number, IsOrder = true },
            new("name", row => row.Case) { IsOrder = true },
            new("result", row => row.Result) { Words = s_verdicts },
            new("unit", row => row.Units ?? ""),
            new("measurement", ResultExport.Measurement),
            new("metadata", row => row.Metadata ?? ""),
            new("start_log_line", row => row.FirstLine) { Kind = RestKind.Number },
            new("end_log_line", row => row.LastLine) { Kind = RestKind.Number },
            new("logged", row => row.Logged) { Kind = RestKind.Moment, IsOrder = true },
            new("suite", row => suites[row.Suite]),
            new("suite__name", row => row.Suite),
            new("test_set", row => row.Set is { } set ? RestNumbers.Of(set) : null),
            new("test_set__name", row => row.Set),
            new("resource_uri", row => request.Address($"jobs/{job.Id}/suites/{suites[row.Suite]}/tests/{ResultIds.Of(row)}/")),
        ];
        if (below.Length == 0)
            return RestListing.AnswerAsync(request, fields, rows);
        var found = below.Length == 1 ? rows.FirstOrDefault(row => ResultIds.Of(row).ToString(CultureInfo.InvariantCulture) == below[0]) : null;
        return found is null ? throw RestException.NotFound : request.JsonAsync(json => RestListing.Write(json, fields, found));
    }
}
